"""Review, seal and draw in the newsroom. Imported by the room's `wagtail_hooks`; one comes here from the campaign."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def draw_pages() -> list[URLPattern | URLResolver]:
    return [
        path("review/", include("warta.campaigns.integrity.newsroom_urls")),
        path("draw/", include("warta.campaigns.sealing.newsroom_urls")),
    ]
