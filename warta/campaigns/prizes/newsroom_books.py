"""The ledger in the newsroom: its lines, its sums, a line taken back, and the export with the people in it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import permission_required

from warta.audit.services import record
from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.keys import KeyGone
from warta.campaigns.models import LedgerLine
from warta.campaigns.permissions import MAY_READ_LEDGER
from warta.campaigns.prizes import ledger
from warta.campaigns.prizes.exporting import ledger_csv
from warta.campaigns.prizes.forms import ExportForm
from warta.campaigns.prizes.newsroom_frame import campaign_at, shown, who
from warta.readers.accounts.proving import recently_proven

PER_PAGE = 50


@require_GET
@permission_required(MAY_READ_LEDGER)
def books(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger without the people in it: those stand in the export alone."""
    campaign = campaign_at(pk)
    lines = LedgerLine.objects.filter(campaign=campaign).select_related("reverses", "reversed_by")
    context = {
        "page": Paginator(lines.order_by("number"), PER_PAGE).get_page(request.GET.get("p")),
        "sums": ledger.sums_of(campaign), "form": ExportForm(),
        "can_export": ledger.can_be_read(campaign),
    }  # fmt: skip
    return shown(request, "ledger", campaign, context)


@require_http_methods(["GET", "POST"])
@permission_required(MAY_READ_LEDGER)
@recently_proven()
def export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole ledger as CSV, after a proof and a word what for; it stands in the audit log."""
    campaign, form = campaign_at(pk), ExportForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return shown(request, "export", campaign, {"form": form})
    try:
        data = ledger_csv(campaign)
    except KeyGone as gone:
        messages.error(request, str(gone))
        return redirect("prizes:ledger", pk)
    facts = {"reason": form.cleaned_data["reason"], "lines": LedgerLine.objects.filter(campaign=campaign).count()}
    record("ledger.exported", actor=who(request), subject=campaign.subject, facts=facts)
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{campaign.slug}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@permission_required(MAY_READ_LEDGER)
def reverse_line(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    line = get_object_or_404(LedgerLine, campaign_id=pk, number=number)
    try:
        ledger.reverse_line(line, note=request.POST.get("note", "")[:300], by=who(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, _("Reversed by a new line; the old one stays."))
    return redirect("prizes:ledger", pk)
