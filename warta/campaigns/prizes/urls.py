"""Addresses of one's own prize. None names a person or a win: it is always whoever asks."""

from __future__ import annotations

from django.urls import path

from warta.campaigns.prizes import views

urlpatterns = [
    path("account/campaigns/<slug:slug>/claim/", views.claim, name="claim_prize"),
    path("account/campaigns/<slug:slug>/claim/voucher/", views.voucher, name="show_voucher"),
    path("account/campaigns/<slug:slug>/claim/name/", views.named, name="name_winner"),
    path("account/campaigns/<slug:slug>/claim/decline/", views.declined, name="decline_prize"),
]
