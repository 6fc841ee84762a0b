"""The desk in Wagtail's admin: menu, pages, first screen, the button on articles. Imported by `wagtail_hooks`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets.button import Button

from warta.articles.models import ArticlePage
from warta.comments.models import Thread
from warta.comments.moderation.permissions import MODERATE, may_set_thread
from warta.comments.moderation.queue import MOST_COUNTED, counts


class DeskMenuItem(MenuItem):
    """Says how many wait, so that nobody has to open the desk to see that it is empty."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MODERATE)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:  # noqa: ARG002
        return LinkMenuItem(self.name, _labelled(counts().waiting), self.url, icon_name=self.icon_name)


class WaitingPanel(Component):
    """On the first screen, above one's drafts, for whoever moderates."""

    name = "comments_waiting"
    template_name = "comments/newsroom/panel.html"
    order = 20
    media = Media(css={"all": ["comments/newsroom/panel.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {"counts": counts()}


@hooks.register("register_admin_urls")
def desk_pages() -> list[URLPattern | URLResolver]:
    return [path("comments/", include("warta.comments.moderation.newsroom_urls"))]


@hooks.register("register_admin_menu_item")
def desk_in_menu() -> MenuItem:
    address = reverse("moderation:queue")
    return DeskMenuItem(gettext_lazy("Comments"), address, name="moderation", icon_name="comment", order=280)


@hooks.register("construct_homepage_panels", order=200)
def desk_on_first_screen(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm(MODERATE):
        panels.append(WaitingPanel())


@hooks.register("register_page_header_buttons")
def button_to_comments(page: Any, user: Any, **_others: Any) -> Iterator[Button]:
    """From an article to whether and until when one may comment there."""
    article = page.specific_deferred
    if isinstance(article, ArticlePage) and may_set_thread(user, Thread(article=article)):
        address = reverse("moderation:article", args=[page.pk])
        yield Button(_("Comments"), url=address, icon_name="comment", priority=26)


@hooks.register("register_permissions")
def comment_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="comments", codename__in=["moderate_comment", "feature_comment"]
    )


def _labelled(waiting: int) -> str:
    if not waiting:
        return _("Comments")
    more = "+" if waiting >= MOST_COUNTED else ""
    return _("Comments (%(count)s)") % {"count": f"{waiting}{more}"}
