"""Prizes in the newsroom: the menu and the pages. Imported by the room's `wagtail_hooks`."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from warta.campaigns.permissions import MAY_DRAW, MAY_SETTLE


class PrizesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SETTLE) or request.user.has_perm(MAY_DRAW)


@hooks.register("register_admin_urls")
def prize_pages() -> list[URLPattern | URLResolver]:
    return [path("prizes/", include("warta.campaigns.prizes.newsroom_urls"))]


@hooks.register("register_admin_menu_item")
def prizes_in_menu() -> MenuItem:
    return PrizesMenuItem(_("Prizes"), reverse("prizes:campaigns"), name="prizes", icon_name="success", order=281)


@hooks.register("register_permissions")
def prize_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="campaigns", codename__in=["settle_campaign", "read_ledger"]
    )
