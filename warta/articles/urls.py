"""The addresses of all pages that readers see. What is not one of them may have been one before."""

from __future__ import annotations

from django.urls import path, re_path

from warta.articles import views

# One spelling of a date: with leading zeros left to taste, each page could be pressed under any number of addresses.
SLUG = r"(?P<slug>[-a-zA-Z0-9_]+)"
MONTH = r"(?P<year>[0-9]{4})/(?P<month>[0-9]{2})"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^[^/]+/read/\d{4}/\d{1,2}/\d{1,2}/(?P<article_id>\d{1,18})(?:/[^/]*)?/?$", views.article, name="article"),
    path("topic/<slug:slug>/", views.topic, name="topic"),
    re_path(rf"^topic/{SLUG}/{MONTH}/$", views.topic),
    path("author/<slug:slug>/", views.author, name="author"),
    re_path(rf"^author/{SLUG}/{MONTH}/$", views.author),
    path("source/<slug:slug>/", views.source, name="source"),
    re_path(rf"^source/{SLUG}/{MONTH}/$", views.source),
    re_path(rf"^archive/{MONTH}/(?P<day>[0-9]{{2}})/$", views.archive, name="archive"),
    path("<slug:slug>/", views.section, name="section"),
    re_path(r"^.+$", views.old_address),
]
