"""Addresses of one's own part in campaigns, below /account/. None names a person: it is always whoever asks."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.taking_part import views

urlpatterns = [
    path("account/campaigns/", views.campaigns, name="account_campaigns"),
    path("account/campaigns/<slug:slug>/", views.campaign, name="account_campaign"),
    path("account/campaigns/<slug:slug>/receipt.json", views.receipt, name="account_campaign_receipt"),
    path("account/campaigns/<slug:slug>/line", views.line, name="account_campaign_line"),
]
