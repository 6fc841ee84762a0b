"""Articles, topics, authors and outlets in the newsroom's menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from warta.articles.models import ArticlePage, Author, Outlet, Topic
from warta.articles.newsroom.views import ArticleCreateView, ArticleEditView, WithdrawView


class ArticlePages(PageViewSet):
    """Wagtail's page views, with ours where the newsroom's ways differ."""

    model = ArticlePage
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    unpublish_view_class = WithdrawView


class _Named(SnippetViewSet):
    list_display = ("name", "slug")
    list_per_page = 50
    ordering = ("name",)
    search_backend_name = None  # the names are few and short; the database finds them by itself
    search_fields = ("name",)


class Topics(_Named):
    model = Topic
    icon = "tag"
    panels = (FieldPanel("name"), FieldPanel("slug"), FieldPanel("description"))


class Authors(_Named):
    model = Author
    icon = "user"
    list_display = ("name", "role")
    panels = (
        FieldPanel("name"), FieldPanel("role"), FieldPanel("biography"), FieldPanel("portrait"),
        FieldPanel("user"), FieldPanel("slug"),
    )  # fmt: skip


class Outlets(_Named):
    model = Outlet
    icon = "globe"
    list_display = ("name", "home_page")
    panels = (FieldPanel("name"), FieldPanel("home_page"), FieldPanel("slug"))


class PeopleAndTopics(SnippetViewSetGroup):
    menu_label = _("Names")
    menu_name = "names"
    menu_icon = "tag"
    menu_order = 60
    items = (Topics, Authors, Outlets)
