"""Every address of comments that readers see. They stand before the articles', which take whatever is left."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("warta.comments.writing.urls")),
    path("", include("warta.comments.moderation.urls")),
    path("", include("warta.comments.showing.urls")),
]
