"""The page of rules in Wagtail's admin. Imported by `wagtail_hooks`."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from warta.comments.writing import newsroom_views


@hooks.register("register_admin_urls")
def rules_page() -> list[URLPattern]:
    return [path("comments/rules/", newsroom_views.rules, name="comment_rules")]
