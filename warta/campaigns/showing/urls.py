"""Addresses of a campaign's own page. They stand after /campaign/verify/, which no campaign may be called."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.showing import views

urlpatterns = [
    path("campaign/<slug:slug>/", views.campaign, name="campaign"),
    path("campaign/<slug:slug>/counts", views.counts, name="campaign_counts"),
]
