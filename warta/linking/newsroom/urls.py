"""Addresses below /newsroom/read-also/."""

from __future__ import annotations

from django.urls import path

from warta.linking.newsroom import views

app_name = "links"
urlpatterns = [
    path("sections/", views.sections, name="sections"),
    path("<int:article_id>/", views.links, name="links"),
    path("<int:article_id>/decide/", views.decide, name="decide"),
    path("<int:article_id>/proposals/", views.proposals, name="proposals"),
]
