"""The addresses of all pages that readers see. What is not one of them may have been one before."""

from __future__ import annotations

from django.urls import path, re_path

from warta.articles import views

MONTH = "<int:year>/<int:month>/"

urlpatterns = [
    path("", views.home, name="home"),
    re_path(r"^[^/]+/read/\d{4}/\d{1,2}/\d{1,2}/(?P<article_id>\d{1,18})(?:/[^/]*)?/?$", views.article, name="article"),
    path("topic/<slug:slug>/", views.topic, name="topic"),
    path(f"topic/<slug:slug>/{MONTH}", views.topic),
    path("author/<slug:slug>/", views.author, name="author"),
    path(f"author/<slug:slug>/{MONTH}", views.author),
    path("source/<slug:slug>/", views.source, name="source"),
    path(f"source/<slug:slug>/{MONTH}", views.source),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive, name="archive"),
    path("<slug:slug>/", views.section, name="section"),
    re_path(r"^.+$", views.old_address),
]
