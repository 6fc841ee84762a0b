"""How the newsroom narrows its listing of articles. Each filter walks an index or a short list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import filters
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, Revision, WorkflowState

from warta.articles.models import ArticleAuthor, ArticlePage, Author, Kind, SectionPage
from warta.articles.ports import articles_with_words
from warta.articles.publishing.overdue import overdue_ids

STATUSES = [
    ("draft", _("Draft")),
    ("review", _("Awaiting review")),
    ("scheduled", _("Scheduled")),
    ("overdue", _("Overdue")),
    ("live", _("Live")),
    ("changed", _("Live, with a newer draft")),
    ("withdrawn", _("Withdrawn")),
]


def sections(_request: HttpRequest) -> QuerySet[SectionPage]:
    return SectionPage.objects.order_by("position", "title")


def having_status(articles: QuerySet[ArticlePage], status: str) -> QuerySet[ArticlePage]:
    """The articles in one of STATUSES; all of them for anything else."""
    narrow = _NARROW.get(status)
    return narrow(articles) if narrow else articles


_NARROW: dict[str, Callable[[QuerySet[ArticlePage]], QuerySet[ArticlePage]]] = {
    "draft": lambda articles: articles.filter(address_date=None),
    "review": lambda articles: articles.filter(pk__in=_in_review()),
    "scheduled": lambda articles: articles.filter(pk__in=_scheduled()),
    "overdue": lambda articles: articles.filter(pk__in=overdue_ids()),
    "live": lambda articles: articles.filter(live=True),
    "changed": lambda articles: articles.filter(pk__in=_with_newer_draft()),
    "withdrawn": lambda articles: articles.filter(pk__in=_withdrawn()),
}


def _withdrawn() -> QuerySet[ArticlePage, Any]:
    """As a list of their own: sorted by number, the database would walk the whole archive to find the few."""
    return ArticlePage.objects.exclude(withdrawn_at=None).order_by().values("pk")


def _with_newer_draft() -> QuerySet[Page, Any]:
    return Page.objects.filter(live=True, has_unpublished_changes=True).order_by().values("pk")


def _in_review() -> QuerySet[WorkflowState, Any]:
    return _ids(WorkflowState.objects.active().filter(base_content_type=ContentType.objects.get_for_model(Page)))


def _scheduled() -> QuerySet[Revision, Any]:
    return _ids(
        Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(ArticlePage), approved_go_live_at__isnull=False
        )
    )


def _ids(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.annotate(article=Cast("object_id", BigIntegerField())).values("article")


class ArticleFilters(WagtailFilterSet):
    status = filters.ChoiceFilter(
        label=_("Status"), choices=STATUSES, method="by_status", empty_label=_("Any"), widget=forms.RadioSelect
    )
    section = filters.ModelChoiceFilter(
        label=_("Section"), queryset=sections, method="by_section", empty_label=_("All"), widget=forms.RadioSelect
    )
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Kind.choices, empty_label=_("Any"), widget=forms.RadioSelect)
    language = filters.ChoiceFilter(
        label=_("Language"), choices=ArticlePage._meta.get_field("language").choices, empty_label=_("Any"),
        widget=forms.RadioSelect,
    )  # fmt: skip
    author = filters.ModelChoiceFilter(
        label=_("Author"), queryset=Author.objects.order_by("name"), method="by_author", empty_label=_("Any")
    )
    mine = filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine"))], method="by_owner", empty_label=_("Everybody's"),
        widget=forms.RadioSelect,
    )  # fmt: skip
    published = filters.DateFromToRangeFilter(
        label=_("Published"), field_name="address_date", widget=DateRangePickerWidget, method="by_day"
    )

    text = filters.CharFilter(
        label=_("Words in the published text"), method="by_text", max_length=200,
        help_text=_("As readers search: in any form, and “in quotation marks” as written."),
    )  # fmt: skip

    class Meta:
        model = ArticlePage
        fields: ClassVar[list[str]] = []

    def by_status(self, articles: QuerySet[ArticlePage], _name: str, value: str) -> QuerySet[ArticlePage]:
        return having_status(articles, value)

    def by_section(self, articles: QuerySet[ArticlePage], _name: str, value: SectionPage) -> QuerySet[ArticlePage]:
        return articles.filter(address_section=value.slug)

    def by_author(self, articles: QuerySet[ArticlePage], _name: str, value: Author) -> QuerySet[ArticlePage]:
        return articles.filter(pk__in=ArticleAuthor.objects.filter(author=value).values("article_id"))

    def by_owner(self, articles: QuerySet[ArticlePage], _name: str, value: str) -> QuerySet[ArticlePage]:
        return articles.filter(owner=self.request.user) if value == "mine" else articles

    def by_text(self, articles: QuerySet[ArticlePage], _name: str, value: str) -> QuerySet[ArticlePage]:
        return articles.filter(pk__in=articles_with_words(value))

    def by_day(self, articles: QuerySet[ArticlePage], _name: str, value: slice) -> QuerySet[ArticlePage]:
        within = Q()
        for bound, lookup in ((value.start, "gte"), (value.stop, "lte")):
            if bound:
                within &= Q(**{f"address_date__{lookup}": _day(bound)})
        return articles.filter(within).order_by("-address_date", "-pk")


def _day(moment: Any) -> date:
    return moment.date() if hasattr(moment, "date") else moment
