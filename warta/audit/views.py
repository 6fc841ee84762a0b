"""The log in the newsroom, to read. Only who holds `audit.view_auditentry` sees it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import DateInput, Select
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, DateFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from warta.audit.models import AuditEntry
from warta.audit.queries import actions_there_are, on_day

VIEW_PERMISSION = "audit.view_auditentry"
MOST_COUNTED = 5000  # entries that one leafs through; a day or a person narrows down what is older


class ShallowPaginator(Paginator[AuditEntry]):
    """Counts no further than anyone leafs, so that a page costs the same however long the log is."""

    @cached_property
    def count(self) -> int:
        entries = cast("QuerySet[AuditEntry]", self.object_list)
        return entries.order_by()[:MOST_COUNTED].count()


def _actions() -> list[tuple[str, str]]:
    return [("", "—"), *((name, name) for name in actions_there_are())]


class AuditFilterSet(WagtailFilterSet):
    day = DateFilter(label=_("Day"), method="only_day", widget=DateInput(attrs={"type": "date"}))
    action = CharFilter(label=_("What"), widget=Select(choices=CallableChoiceIterator(_actions)))
    actor = CharFilter(label=_("Who"))
    subject = CharFilter(label=_("On what"))

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = ["day", "action", "actor", "subject"]

    def only_day(self, entries: QuerySet[AuditEntry], _name: str, day: date) -> QuerySet[AuditEntry]:
        return on_day(entries, day)


class AuditReport(ReportView):
    model = AuditEntry
    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    filterset_class = AuditFilterSet
    paginator_class = ShallowPaginator
    default_ordering = "-number"
    is_searchable = False
    list_export: ClassVar[list[str]] = ["number", "at", "action", "actor", "subject", "facts", "hash"]
    columns: ClassVar[list[Column]] = [
        Column("number", label=_("Number")),
        DateColumn("at", label=_("When")),
        Column("action", label=_("What")),
        Column("actor", label=_("Who")),
        Column("subject", label=_("On what")),
        Column("facts", label=_("Facts")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(VIEW_PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[AuditEntry]:
        """Filtered, the latest first; by time where a day is asked for, whose index then leads."""
        entries = self.filter_queryset(AuditEntry.objects.all())
        return entries.order_by("-at", "-number") if self.request.GET.get("day") else entries.order_by("-number")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        home = {"url": reverse("wagtailadmin_home"), "label": str(_("Home"))}
        return [home, {"url": "", "label": str(self.page_title)}]
