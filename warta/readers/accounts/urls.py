"""Addresses of an account: its overview, and the ways of signing in to it."""

from __future__ import annotations

from django.urls import path

from warta.readers.accounts import views

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("sign-in-methods/", views.sign_in_methods, name="sign_in_methods"),
]
