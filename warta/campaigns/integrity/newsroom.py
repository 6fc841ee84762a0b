"""The newsroom's look at the list before it is sealed: clusters, appeals, single entries, the published days."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.integrity.clusters import PEOPLE, decide_cluster, find_clusters_of
from warta.campaigns.integrity.daily import publish_days_of
from warta.campaigns.integrity.entries import REASONS, decide_entry
from warta.campaigns.integrity.evidence import KINDS, evidence_of
from warta.campaigns.integrity.queries import clusters_shown, daily_counts, entries_in, open_appeals, states_of
from warta.campaigns.models import Campaign, Cluster, ClusterState, Entry, EntryAppeal, EntryState
from warta.campaigns.permissions import MAY_REVIEW
from warta.campaigns.setting_up.newsroom import crumbs
from warta.campaigns.taking_part.appeals import grant_appeal, refuse_appeal, text_of
from warta.campaigns.taking_part.entries import UNSEALED
from warta.readers.vault import VaultClosed

PER_PAGE = 10
ENTRIES_PER_PAGE = 40


@require_GET
@permission_required(MAY_REVIEW)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Clusters of one state (`state`), those to be looked at first."""
    campaign = get_object_or_404(Campaign, pk=pk)
    state = request.GET.get("state", "")
    state = state if state in ClusterState.values else ClusterState.PROPOSED
    page = Paginator(clusters_shown(campaign, state), PER_PAGE).get_page(request.GET.get("p"))
    mine = _public_id(request)
    found = [(one, one.word_of(mine)) for one in evidence_of(page.object_list)]
    told = {"page": page, "found": found, "state": state, "cluster_states": ClusterState.choices, "kinds": KINDS}
    return _shown(request, campaign, "review", {**told, "people": PEOPLE})


@require_GET
@permission_required(MAY_REVIEW)
def appeals(request: HttpRequest, pk: int) -> HttpResponse:
    """What entrants object, to be answered by somebody who did not decide before."""
    campaign = get_object_or_404(Campaign, pk=pk)
    page = Paginator(open_appeals(campaign), PER_PAGE).get_page(request.GET.get("p"))
    found = [(appeal, _text(appeal), appeal.entry.reasons.last()) for appeal in page.object_list]
    return _shown(request, campaign, "appeals", {"page": page, "found": found})


@require_GET
@permission_required(MAY_REVIEW)
def entries(request: HttpRequest, pk: int) -> HttpResponse:
    """Entries of one state, or the one whose code is asked for."""
    campaign = get_object_or_404(Campaign, pk=pk)
    state, asked = request.GET.get("state", EntryState.HELD), request.GET.get("code", "").strip().lower()[:32]
    state = state if state in EntryState.values else EntryState.HELD
    found = entries_in(campaign, state)
    if asked:
        found = Entry.objects.filter(campaign=campaign, code__startswith=asked).select_related("person")
    page = Paginator(found.prefetch_related("reasons"), ENTRIES_PER_PAGE).get_page(request.GET.get("p"))
    told = {"page": page, "state": state, "asked": asked, "entry_states": EntryState.choices, "acts": _acts()}
    return _shown(request, campaign, "entries", told)


@require_GET
@permission_required(MAY_REVIEW)
def days(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    return _shown(request, campaign, "days", {"days": daily_counts(campaign)})


@require_POST
@permission_required(MAY_REVIEW)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for clusters now, instead of waiting for the job."""
    campaign = get_object_or_404(Campaign, pk=pk)
    if campaign.state in UNSEALED:
        messages.success(request, _("Found: %(count)d to be looked at.") % {"count": find_clusters_of(campaign)})
    return redirect("integrity:review", pk)


@require_POST
@permission_required(MAY_REVIEW)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the days that are over, instead of waiting for the job."""
    count = publish_days_of(get_object_or_404(Campaign, pk=pk))
    messages.success(request, _("Days published: %(count)d.") % {"count": count})
    return redirect("integrity:days", pk)


@require_POST
@permission_required(MAY_REVIEW)
def decide(request: HttpRequest, pk: int, cluster_id: int) -> HttpResponse:
    cluster = get_object_or_404(Cluster, pk=cluster_id, campaign=pk)
    verdict = ClusterState.COLLAPSED if request.POST.get("verdict") == "collapsed" else ClusterState.KEPT
    note = request.POST.get("note", "")
    return _do(
        request, reverse("integrity:review", args=[pk]),
        lambda by: _words(decide_cluster(cluster, verdict, by=by, note=note)),
    )  # fmt: skip


@require_POST
@permission_required(MAY_REVIEW)
def answer(request: HttpRequest, pk: int, appeal_id: str) -> HttpResponse:
    appeal = get_object_or_404(EntryAppeal.objects.select_related("entry__campaign"), pk=appeal_id, entry__campaign=pk)
    act = grant_appeal if request.POST.get("verdict") == "grant" else refuse_appeal
    said = request.POST.get("answer", "")
    return _do(request, reverse("integrity:appeals", args=[pk]), lambda by: act(appeal, answer=said, by=by))


@require_POST
@permission_required(MAY_REVIEW)
def settle(request: HttpRequest, pk: int, entry_id: int) -> HttpResponse:
    """Hold, reject or admit one entry."""
    entry = get_object_or_404(Entry, pk=entry_id, campaign=pk)
    to, _slash, why = request.POST.get("act", "").partition("/")
    back = reverse("integrity:entries", args=[pk]) + f"?state={entry.state}"
    note = request.POST.get("note", "")
    return _do(request, back, lambda by: decide_entry(entry, to, why, note=note, by=by))


def _shown(request: HttpRequest, campaign: Campaign, tab: str, context: dict[str, Any]) -> HttpResponse:
    told = {
        "campaign": campaign, "tab": tab, "counts": states_of(campaign), "appeals_open": open_appeals(campaign).count(),
        "clusters_open": clusters_shown(campaign, ClusterState.PROPOSED).count(),
        "may_change": campaign.state in UNSEALED, "breadcrumbs_items": crumbs(campaign, _("Review")), **context,
    }  # fmt: skip
    return render(request, f"campaigns/integrity/{tab}.html", told)


def _do(request: HttpRequest, back: str, act: Callable[[str], object]) -> HttpResponse:
    try:
        said = act(_public_id(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, said if isinstance(said, str) else _("Done. The entrant is told."))
    return redirect(back)


def _words(is_decided: bool) -> str:
    if is_decided:
        return _("Two members agree: it is decided, and those concerned are told.")
    return _("Your word is noted. It is decided once another member says the same.")


def _acts() -> list[tuple[str, str]]:
    return [(f"{to.value}/{why.value}", f"{to.label}: {why.label}") for to, some in REASONS.items() for why in some]


def _text(appeal: EntryAppeal) -> str:
    try:
        return text_of(appeal)
    except VaultClosed as closed:
        return str(closed)


def _public_id(request: HttpRequest) -> str:
    member: Any = request.user  # signed in, or the view would not have been reached
    return str(member.public_id)
