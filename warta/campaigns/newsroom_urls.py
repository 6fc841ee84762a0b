"""Addresses below /newsroom/campaigns/. Each part of the room adds its own pages here."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.setting_up import newsroom

app_name = "campaigns"
urlpatterns = [
    path("", newsroom.campaigns, name="campaigns"),
    path("<int:pk>/", newsroom.campaign, name="campaign"),
    path("<int:pk>/preview/<slug:language>/", newsroom.preview, name="preview"),
    path("<int:pk>/open/", newsroom.open_now, name="open"),
    path("<int:pk>/announce/", newsroom.announce, name="announce"),
    path("<int:pk>/cancel/", newsroom.cancel, name="cancel"),
    path("<int:pk>/discard/", newsroom.discard, name="discard"),
]
