"""Addresses of a reader's own data, below /account/."""

from __future__ import annotations

from django.urls import path

from warta.readers.own_data import views

urlpatterns = [
    path("data/", views.own_data, name="own_data"),
    path("data/download/", views.download_asked, name="download_asked"),
    path("data/download/<slug:public_id>/", views.download_fetched, name="download_fetched"),
    path("data/delete/", views.deletion_asked, name="deletion_asked"),
]
