"""Addresses below /campaign/, and of one's own part in campaigns below /account/campaigns/."""

from __future__ import annotations

from django.urls import include, path

from warta.campaigns import views
from warta.campaigns.draw.single_file import NAME

urlpatterns = [
    path("campaign/verify/", views.check_draw, name="check_draw"),
    path("campaign/<slug:slug>/verify/", views.check_campaign_draw, name="check_campaign_draw"),
    path("", include("warta.campaigns.prizes.urls")),
    path("", include("warta.campaigns.taking_part.urls")),
    path("", include("warta.campaigns.showing.urls")),
]

file_urlpatterns = [path(f"campaign/verify/{NAME}", views.verify_draw_file, name="verify_draw_file")]
