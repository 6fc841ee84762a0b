"""Addresses below /newsroom/stories/."""

from __future__ import annotations

from django.urls import path

from warta.linking.stories import newsroom

app_name = "stories"
urlpatterns = [
    path("", newsroom.stories, name="stories"),
    path("<int:pk>/", newsroom.story, name="story"),
    path("<int:pk>/name/", newsroom.rename, name="rename"),
    path("<int:pk>/lock/", newsroom.lock, name="lock"),
    path("<int:pk>/unlock/", newsroom.unlock, name="unlock"),
    path("<int:pk>/merge/", newsroom.merge, name="merge"),
    path("<int:pk>/regroup/", newsroom.regroup, name="regroup"),
    path("<int:pk>/statements/<int:statement_id>/", newsroom.statement, name="statement"),
]
