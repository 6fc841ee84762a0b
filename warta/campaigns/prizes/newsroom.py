"""The newsroom's pages about prizes: vouchers as counts, winners with what to do next, the ledger. Never a voucher."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import any_permission_required, permission_required

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.keys import KeyGone
from warta.campaigns.models import Campaign, Win, WinState
from warta.campaigns.permissions import MAY_DRAW, MAY_SETTLE
from warta.campaigns.prizes import charges, queries, vouchers
from warta.campaigns.prizes.claiming import hand_over
from warta.campaigns.prizes.forms import ChargeForm, VoucherFileForm
from warta.campaigns.prizes.newsroom_frame import campaign_at, charge_at, crumbs, shown, who, win_at
from warta.campaigns.prizes.passing import PASSABLE
from warta.campaigns.prizes.sealed_reasons import reasons_of
from warta.campaigns.prizes.settling import settle_campaign, what_is_open
from warta.campaigns.prizes.steps import next_of, steps_of
from warta.campaigns.voucher_files import MOST_BYTES

PER_PAGE = 50
TROUBLES_SHOWN = 50
MAY_DECIDE = (MAY_SETTLE, MAY_DRAW)  # a second person need not be one who settles


@require_GET
@any_permission_required(*MAY_DECIDE)
def campaigns(request: HttpRequest) -> HttpResponse:
    """Every campaign that may have prizes to see to, the latest first."""
    page = Paginator(Campaign.objects.all(), PER_PAGE).get_page(request.GET.get("p"))
    rows = [(one, what_is_open(one) if one.state == "drawn" else 0) for one in page.object_list]
    context = {
        "page": page, "rows": rows,
        "breadcrumbs_items": crumbs(),
    }  # fmt: skip
    return render(request, "campaigns/prizes/newsroom/campaigns.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(MAY_SETTLE)
def prizes(request: HttpRequest, pk: int) -> HttpResponse:
    """Vouchers left, assigned, handed over; and the file that brings more."""
    campaign = campaign_at(pk)
    form = VoucherFileForm(request.POST or None, request.FILES or None, campaign=campaign)
    troubles: list[str] = []
    if request.method == "POST" and form.is_valid():
        troubles, is_done = _load(request, form)
        if is_done and not troubles:
            return redirect("prizes:prizes", pk)
    context = {
        "form": form, "troubles": troubles[:TROUBLES_SHOWN], "more_troubles": max(len(troubles) - TROUBLES_SHOWN, 0),
        "counts": queries.voucher_counts(campaign), "loads": campaign.voucher_loads.select_related("prize")[:20],
        "may_load": campaign.state in vouchers.LOADABLE,
    }  # fmt: skip
    return shown(request, "prizes", campaign, context)


@require_GET
@any_permission_required(*MAY_DECIDE)
def winners(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody whose turn it was or is, with the state and what to do next."""
    campaign, state = campaign_at(pk), request.GET.get("state", "")
    page = Paginator(queries.wins_for_newsroom(campaign, state), PER_PAGE).get_page(request.GET.get("p"))
    counts = queries.counts_by_state(campaign)
    context = {
        "page": page, "rows": [(win, next_of(win)) for win in page.object_list], "state": state,
        "states": [(one.value, one.label, counts.get(one.value, 0)) for one in WinState],
        "charges": queries.open_charges(campaign), "all": sum(counts.values()), "open": what_is_open(campaign),
        "can_settle": campaign.state == "drawn" and counts and not what_is_open(campaign),
    }  # fmt: skip
    return shown(request, "winners", campaign, context)


@require_http_methods(["GET", "POST"])
@any_permission_required(*MAY_DECIDE)
def winner(request: HttpRequest, pk: int, win_id: str) -> HttpResponse:
    """One turn with all that happened in it; by POST somebody says that it must end."""
    win = win_at(pk, win_id)
    form = ChargeForm(request.POST or None, campaign=win.campaign)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act = lambda by: charges.charge(win, reason=told["reason"], evidence=told["evidence"], by=by)  # noqa: E731
        return _do(request, win, act, _("Noted. Another person of the newsroom must confirm it."))
    found = reasons_of(win.campaign).get(win.reason)
    context = {
        "win": win, "next": next_of(win), "steps": steps_of(win), "form": form, "can_charge": win.state in PASSABLE,
        "charges": win.charges.all(), "open_charge": win.charges.filter(state="open").first(),
        "is_own": win.charges.filter(state="open", by=who(request)).exists(),
        "reason": found.words if found else win.reason,
        "reasons": {one.slug: one.words for one in reasons_of(win.campaign).values()},
    }  # fmt: skip
    return shown(request, "winner", win.campaign, context)


@require_POST
@any_permission_required(*MAY_DECIDE)
def confirm(request: HttpRequest, pk: int, win_id: str, charge_id: str) -> HttpResponse:
    win, made = win_at(pk, win_id), charge_at(win_id, charge_id)
    return _do(request, win, lambda by: charges.confirm_charge(made, by=by), _("Confirmed: the prize passed on."))


@require_POST
@any_permission_required(*MAY_DECIDE)
def drop(request: HttpRequest, pk: int, win_id: str, charge_id: str) -> HttpResponse:
    win, made = win_at(pk, win_id), charge_at(win_id, charge_id)
    return _do(request, win, lambda by: charges.drop_charge(made, by=by), _("Dropped: the prize stays where it is."))


@require_POST
@permission_required(MAY_SETTLE)
def handed_over(request: HttpRequest, pk: int, win_id: str) -> HttpResponse:
    """What is no voucher was given by hand."""
    win = win_at(pk, win_id)
    if hand_over(win.pk, by=who(request)):
        messages.success(request, _("Handed over, and entered in the ledger."))
    else:
        messages.error(request, _("It can't be handed over now; see what it waits for."))
    return redirect("prizes:winner", pk, win_id)


@require_POST
@permission_required(MAY_SETTLE)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        settle_campaign(campaign_at(pk), by=who(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, _("The campaign is settled."))
    return redirect("prizes:winners", pk)


def _load(request: HttpRequest, form: forms.Form) -> tuple[list[str], bool]:
    """The lines that were not taken, in words, and whether something was loaded."""
    told = form.cleaned_data
    data = told["file"].read(MOST_BYTES + 1)
    try:
        loaded = vouchers.load_vouchers(told["prize"], data, by=who(request), takes_good_ones=told["takes_good_ones"])
    except vouchers.FileRefused as refused:
        form.add_error("file", str(refused))
        return [vouchers.words_of(trouble) for trouble in refused.troubles], False
    except KeyGone as gone:
        form.add_error("file", str(gone))
        return [], False
    messages.success(request, _("%(count)d vouchers were loaded and sealed.") % {"count": loaded.taken})
    return [vouchers.words_of(trouble) for trouble in loaded.troubles], True


def _do(request: HttpRequest, win: Win, act: Callable[[str], object], words: str) -> HttpResponse:
    try:
        act(who(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, words)
    return redirect("prizes:winner", win.campaign_id, win.pk)
