"""The flat listing of articles: all sections, newest first, as fast at a million as at ten.

Wagtail's own listing counts every row, sorts by a column without an index and asks the tree about permissions. Who
may enter the newsroom sees every article here; what they may do with it is asked of the rows shown.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from warta.articles.models import ArticlePage, SectionPage
from warta.articles.newsroom.filters import ArticleFilters
from warta.articles.newsroom.headlines import with_words
from warta.lib.ids import number_of_row

ROWS = 30  # Wagtail takes four milliseconds to draw each
MOST_COUNTED = 900  # thirty pages; who looks further narrows the list, since counting a million takes a second
UNSHOWN = ("body", "original", "summary", "withdrawal_reason")


class CappedPaginator(WagtailPaginator):
    """Counts no further than MOST_COUNTED, and says so."""

    @cached_property
    def count(self) -> int:
        return len(self.object_list.values_list("pk", flat=True)[:MOST_COUNTED])

    @property
    def items_count_label(self) -> str:
        if self.count >= MOST_COUNTED:
            return _("The newest %(count)s articles; narrow the list to find older ones.") % {"count": MOST_COUNTED}
        label: str = super().items_count_label
        return label


class ArticleIndexView(IndexView):
    paginate_by = ROWS
    paginator_class = CappedPaginator
    default_ordering = "-pk"
    filterset_class = ArticleFilters
    page_title = gettext_lazy("Articles")
    search_fields: tuple[str, ...] = ()

    base_columns: ClassVar[list[Any]] = [
        PageTitleColumn("title", label=gettext_lazy("Headline"), classname="title"),
        Column("section_name", label=gettext_lazy("Section"), width="12%"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", width="9%"),
        DateColumn("first_published_at", label=gettext_lazy("Published"), width="12%"),
        DateColumn("latest_revision_created_at", label=gettext_lazy("Updated"), width="12%"),
        PageStatusColumn("status", label=gettext_lazy("Status"), width="10%"),
    ]

    def get_base_queryset(self) -> QuerySet[ArticlePage]:
        return ArticlePage.objects.defer(*UNSHOWN).order_by("-pk")  # the tree's own order is by place

    def get_valid_orderings(self) -> list[str]:
        return ["-pk"]

    def get_ordering(self) -> str:
        return "-pk"

    def order_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        return queryset if queryset.query.order_by else queryset.order_by("-pk")

    def search_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        if not self.is_searching:
            return queryset
        if number := number_of_row(self.search_query.strip()):
            return queryset.filter(pk=number)
        return with_words(queryset, self.search_query)

    def paginate_queryset(self, queryset: QuerySet[ArticlePage], page_size: int) -> Any:
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        # What each row's status and buttons ask, in a few queries for all of them.
        page.object_list = rows.prefetch_workflow_states().annotate_approved_schedule().select_related("content_type")
        names = dict(SectionPage.objects.values_list("slug", "title"))
        for article in page.object_list:
            article.section_name = names.get(article.address_section, article.address_section)
        return paginator, page, page.object_list, is_paginated


class ChooseSectionView(ChooseParentView):
    """The first step of a new article: its section, which is the first word of its address."""

    template_name = "articles/newsroom/choose_section.html"
    page_title = gettext_lazy("New article")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sections = (
            self.get_valid_parent_pages(self.request.user).filter(live=True).order_by("sectionpage__position", "title")
        )
        return {**super().get_context_data(**kwargs), "sections": sections}


class ArticleListing(PageListingViewSet):
    model = ArticlePage
    name = "newsroom_articles"
    url_prefix = "articles"
    menu_label = gettext_lazy("Articles")
    icon = "doc-full"
    add_to_admin_menu = True
    menu_order = 50
    index_view_class = ArticleIndexView
    choose_parent_view_class = ChooseSectionView
    filterset_class = ArticleFilters
