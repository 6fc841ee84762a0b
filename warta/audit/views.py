"""The log in the newsroom, to read. Only who holds `audit.view_auditentry` sees it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from warta.audit.models import AuditEntry

VIEW_PERMISSION = "audit.view_auditentry"


class AuditFilterSet(WagtailFilterSet):
    action = CharFilter(label=_("What"), lookup_expr="startswith")
    actor = CharFilter(label=_("Who"))
    subject = CharFilter(label=_("On what"))

    class Meta:
        model = AuditEntry
        fields: ClassVar[list[str]] = ["action", "actor", "subject"]


class AuditReport(ReportView):
    model = AuditEntry
    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    filterset_class = AuditFilterSet
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
        return AuditEntry.objects.all()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        home = {"url": reverse("wagtailadmin_home"), "label": str(_("Home"))}
        return [home, {"url": "", "label": str(self.page_title)}]
