"""For the operator: what is kept how long, how much there is, what should be gone, what nobody acted on."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin.menu import MenuItem

from warta.readers.models import Erasure
from warta.readers.own_data.forgetting import figures
from warta.readers.own_data.retention import KEY_COPIES
from warta.readers.terms.queries import unsettled_withdrawals, withdrawals_overdue

MAY_SEE = "audit.view_auditentry"


class RetentionMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@require_GET
def retention_report(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    context = {
        "figures": figures(),
        "key_copies": KEY_COPIES,
        "erased": Erasure.objects.count(),
        "withdrawals": unsettled_withdrawals().count(),
        "withdrawals_overdue": withdrawals_overdue(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Retention")},
        ],
    }
    return render(request, "readers/newsroom/retention.html", context)


def retention_urls() -> list[URLPattern]:
    return [path("retention/", retention_report, name="retention")]


def retention_menu_item() -> MenuItem:
    return RetentionMenuItem(
        gettext_lazy("Retention"), reverse("retention"), name="retention", icon_name="bin", order=1110
    )
