"""Proposals in Wagtail's admin. Imported by the room's `wagtail_hooks`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from warta.articles.models import ArticlePage
from warta.articles.permissions import may_curate


class LinksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_curate(request.user)


@hooks.register("register_admin_urls")
def link_pages() -> list[URLPattern | URLResolver]:
    return [path("read-also/", include("warta.linking.newsroom.urls"))]


@hooks.register("register_settings_menu_item")
def links_in_menu() -> MenuItem:
    return LinksMenuItem(
        gettext_lazy("Read-also links"), reverse("links:sections"), name="read-also", icon_name="link", order=260
    )


@hooks.register("register_page_header_buttons")
def button_to_links(page: Any, user: Any, **_others: Any) -> Iterator[Button]:
    """The way to an article's links, also without a script."""
    if isinstance(page.specific_deferred, ArticlePage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Read also"), url=reverse("links:links", args=[page.pk]), icon_name="link", priority=25)


@hooks.register("insert_editor_js")
def box_of_proposals() -> SafeString:
    words = {
        "heading": _("Read also"),
        "help": _("Articles that continue this one. The first two are placed by themselves when it is published."),
        "search": _("Search for another"),
        "loading": _("Looking…"),
        "failed": _("The proposals can't be had now; writing goes on."),
        "added": _("Added to the text: %s"),
        "address": reverse("links:proposals", args=[0]).replace("/0/", "/%s/"),
    }
    script = format_html('<script src="{}" defer></script>', static("linking/newsroom/proposals.js"))
    style = format_html('<link rel="stylesheet" href="{}">', static("linking/newsroom/proposals.css"))
    return json_script(words, "warta-linking-words") + style + script
