"""Campaigns in the newsroom's menu. Wagtail imports this module; the hooks register themselves."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from warta.campaigns.permissions import MAY_SEE
from warta.campaigns.prizes import newsroom_hooks
from warta.campaigns.sealing import newsroom_hooks as draw_hooks
from warta.campaigns.setting_up.viewsets import CampaignForms

__all__ = ["draw_hooks", "newsroom_hooks"]


class CampaignsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


@hooks.register("register_admin_urls")
def campaign_pages() -> list[URLPattern | URLResolver]:
    return [path("campaigns/", include("warta.campaigns.newsroom_urls"))]


@hooks.register("register_admin_viewset")
def campaign_forms() -> CampaignForms:
    return CampaignForms()


@hooks.register("register_admin_menu_item")
def campaigns_in_menu() -> MenuItem:
    return CampaignsMenuItem(
        _("Campaigns"), reverse("campaigns:campaigns"), name="campaigns", icon_name="tag", order=270
    )


@hooks.register("register_permissions")
def campaign_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="campaigns", content_type__model="campaign")
