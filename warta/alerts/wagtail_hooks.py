"""Alerts in the newsroom: the menu, the pages, the channels' settings."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from warta.alerts.models import Channel, Edition


class AlertsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("alerts.view_announcement")


class ChannelViewSet(ModelViewSet):
    model = Channel
    icon = "mail"
    menu_label = _("Telegram channels")
    menu_order = 250
    add_to_settings_menu = True
    url_prefix = "alerts/channels"
    list_display = ("name", "chat", "kind", "gets_breaking", "gets_selected", "is_active")
    panels = (
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("chat"),
        FieldPanel("is_active"),
        MultiFieldPanel(
            [FieldPanel("gets_breaking"), FieldPanel("gets_selected"), FieldPanel("sections"), FieldPanel("language")],
            heading=_("What is posted"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_shown_to_readers"),
                FieldPanel("invite_link"),
                FieldPanel("writing"),
                FieldPanel("joining"),
                FieldPanel("position"),
            ],
            heading=_("How readers come to it"),
        ),
    )

    @cached_property
    def name(self) -> str:
        return "alert_channels"


class EditionViewSet(ModelViewSet):
    model = Edition
    icon = "calendar"
    menu_label = _("Digests")
    menu_order = 251
    add_to_settings_menu = True
    url_prefix = "alerts/editions"
    list_display = ("name", "times", "language", "is_active")
    panels = (
        FieldPanel("name"),
        FieldPanel("times"),
        FieldPanel("is_active"),
        MultiFieldPanel(
            [FieldPanel("sections"), FieldPanel("language"), FieldPanel("most_articles")], heading=_("What it gathers")
        ),
        FieldPanel("channels"),
    )

    @cached_property
    def name(self) -> str:
        return "alert_editions"


@hooks.register("register_admin_viewset")
def channels_and_editions() -> list[ModelViewSet]:
    return [ChannelViewSet(), EditionViewSet()]


@hooks.register("register_admin_urls")
def alert_pages() -> list[URLPattern | URLResolver]:
    return [path("alerts/", include("warta.alerts.urls"))]


@hooks.register("register_admin_menu_item")
def alerts_in_menu() -> MenuItem:
    return AlertsMenuItem(_("Alerts"), reverse("alerts:announcements"), name="alerts", icon_name="mail", order=300)


@hooks.register("register_permissions")
def alert_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="alerts")
