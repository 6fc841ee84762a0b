"""Where the newsroom's parts are hung into Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.models import Page
from wagtail.permissions import register_permission_policy
from wagtail.rich_text.feature_registry import FeatureRegistry

from warta.articles.newsroom import refusals
from warta.articles.newsroom.citation import register_citation
from warta.articles.newsroom.dashboard import BeginPanel, DraftsPanel, OverduePanel
from warta.articles.newsroom.listing import ArticleListing
from warta.articles.newsroom.page_policy import PagePolicy
from warta.articles.newsroom.topics import topic_completions
from warta.articles.newsroom.viewsets import ArticlePages, PeopleAndTopics

register_permission_policy(Page, PagePolicy("wagtailcore.Page"))
hooks.register("before_delete_page", refusals.refuse_deleting_public)
hooks.register("before_edit_page", refusals.refuse_curating)
hooks.register("before_create_page", refusals.refuse_section_by_others)
hooks.register("before_bulk_action", refusals.refuse_in_bulk)


@hooks.register("register_admin_viewset")
def articles() -> list[Any]:
    return [ArticlePages(), ArticleListing()]


@hooks.register("register_admin_viewset")
def names() -> PeopleAndTopics:
    return PeopleAndTopics()


@hooks.register("register_admin_urls")
def completions() -> list[URLPattern]:
    return [path("topics/completions/", topic_completions, name="articles_topic_completions")]


@hooks.register("register_rich_text_features")
def citation(features: FeatureRegistry) -> None:
    register_citation(features)


@hooks.register("construct_homepage_panels")
def panels(_request: HttpRequest, shown: list[Any]) -> None:
    shown += [BeginPanel(), OverduePanel(), DraftsPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)  # after those that Wagtail adds
def summary(_request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts all pages here at each visit; a million of them take their time and help nobody."""
    items.clear()


@hooks.register("construct_main_menu")
def menu(_request: HttpRequest, items: list[Any]) -> None:
    """The tree stays reachable for fronts and sections, below the articles; articles are found in their listing."""
    for item in items:
        if item.name == "explorer":
            item.order = 70


@hooks.register("register_admin_search_area")
def search_area() -> SearchArea:
    """The first area is what the search field of the side bar asks."""
    return SearchArea(gettext_lazy("Articles"), reverse("newsroom_articles:index"), name="articles", order=10)


@hooks.register("construct_search")
def search_areas(_request: HttpRequest, areas: list[Any]) -> None:
    areas[:] = [area for area in areas if area.name != "pages"]


@hooks.register("construct_help_menu")
def help_menu(_request: HttpRequest, items: list[Any]) -> None:
    """News of Wagtail's releases are no news of this newsroom."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("construct_page_listing_buttons")
def listing_buttons(buttons: list[Any], *_args: Any, **_kwargs: Any) -> None:
    """Menu order is not used, and sorting 22,000 children by it takes a minute."""
    buttons[:] = [button for button in buttons if "ordering" not in str(getattr(button, "url", "") or "")]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("articles/newsroom/newsroom.css"))


@hooks.register("insert_editor_js")
def scripts() -> SafeString:
    words = {
        "count": _("%s of %s letters"),
        "choose": _("Who reported it first?"),
        "add": _("Add a source"),
        "cancel": _("Cancel"),
        "unnamed": _("a source without an outlet yet"),
        "missing": _("Its source is no longer among those of the article."),
    }
    script = format_html('<script src="{}"></script>', static("articles/newsroom/editor.js"))
    return json_script(words, "warta-newsroom-words") + script
