"""Addresses of the terms: what counts now, what counted before, and what changed."""

from __future__ import annotations

from django.urls import path, re_path

from warta.readers.terms import views

urlpatterns = [
    path("terms/", views.terms_index, name="terms_index"),
    path("terms/<slug:slug>/", views.terms_page, name="terms_page"),
    re_path(r"^terms/(?P<slug>[a-z0-9-]+)/(?P<number>[1-9][0-9]{0,4})/$", views.terms_page, name="terms_version"),
    re_path(
        r"^terms/(?P<slug>[a-z0-9-]+)/(?P<number>[1-9][0-9]{0,4})/changes/$", views.terms_changes, name="terms_changes"
    ),
]
