from __future__ import annotations

from django.urls import path, re_path

from warta.articles.machines import views

FORM = r"(?P<form>feed\.xml|atom\.xml|feed\.json)"

urlpatterns = [
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap_index),
    path("sitemap-pages.xml", views.sitemap_of_pages),
    re_path(r"^sitemap-(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<part>[1-9][0-9]{0,2})\.xml$", views.sitemap_of_month),
    path("news-sitemap.xml", views.news_sitemap),
    re_path(rf"^{FORM}$", views.site_feed),
    re_path(rf"^topic/(?P<slug>[-\w]+)/{FORM}$", views.topic_feed),
    re_path(rf"^author/(?P<slug>[-\w]+)/{FORM}$", views.author_feed),
    re_path(rf"^(?P<slug>[-\w]+)/{FORM}$", views.section_feed),
]
