"""The search page, in each language of the site's own words."""

from __future__ import annotations

from django.urls import path

from warta.search import views

urlpatterns = [path("search", views.search, name="search"), path("search/", views.search)]
