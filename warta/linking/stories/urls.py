"""Addresses of stories. Feeds stand at the root alone, as all feeds do."""

from __future__ import annotations

from django.urls import path, re_path

from warta.linking.stories import views

urlpatterns = [path("story/<slug:slug>/", views.story, name="story")]

feed_urlpatterns = [
    re_path(r"^story/(?P<slug>[-\w]+)/(?P<form>feed\.xml|atom\.xml|feed\.json)$", views.story_feed),
]
