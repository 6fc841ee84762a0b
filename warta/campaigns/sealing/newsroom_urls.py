"""Addresses below /newsroom/draw/."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.sealing import newsroom

app_name = "sealing"
urlpatterns = [
    path("<int:pk>/", newsroom.steps, name="steps"),
    path("<int:pk>/count/", newsroom.count, name="count"),
    path("<int:pk>/approve/", newsroom.approve, name="approve"),
    path("<int:pk>/signature/", newsroom.signature, name="signature"),
    path("<int:pk>/compare/", newsroom.look, name="compare"),
]
