"""Addresses below /newsroom/review/."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.integrity import newsroom

app_name = "integrity"
urlpatterns = [
    path("<int:pk>/", newsroom.review, name="review"),
    path("<int:pk>/look/", newsroom.look, name="look"),
    path("<int:pk>/clusters/<int:cluster_id>/", newsroom.decide, name="decide"),
    path("<int:pk>/appeals/", newsroom.appeals, name="appeals"),
    path("<int:pk>/appeals/<str:appeal_id>/", newsroom.answer, name="answer"),
    path("<int:pk>/entries/", newsroom.entries, name="entries"),
    path("<int:pk>/entries/<int:entry_id>/", newsroom.settle, name="settle"),
    path("<int:pk>/days/", newsroom.days, name="days"),
    path("<int:pk>/days/publish/", newsroom.publish, name="publish"),
]
