"""Addresses of one's own profile. None of them names a person: it is always whoever asks."""

from __future__ import annotations

from django.urls import path

from warta.readers.profile import views

urlpatterns = [
    path("", views.profile, name="account_profile"),
    path("shown/", views.shown, name="account_profile_shown"),
    path("public/", views.public, name="account_public"),
    path("<slug:slug>/", views.part, name="account_profile_part"),
]
