"""Sealing and drawing in the newsroom: what stops it, who approved what, what the beacon says, and does it all hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import permission_required

from warta.alerts.models import Channel
from warta.campaigns.draw.beacon import ENDPOINTS
from warta.campaigns.draw.computing import CHAIN
from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import (
    BeaconWait,
    Campaign,
    Comparison,
    DrawResult,
    Seal,
    SealDraft,
    State,
    Step,
)
from warta.campaigns.permissions import MAY_DRAW
from warta.campaigns.sealing.approving import (
    PEOPLE,
    approvals_of,
    approve_draw,
    approve_seal,
    count_up,
    what_stops_sealing,
)
from warta.campaigns.sealing.drawing import give_signature
from warta.campaigns.sealing.files import address_of
from warta.campaigns.sealing.looking import compare
from warta.campaigns.setting_up.newsroom import crumbs
from warta.lib.clock import now
from warta.readers.models import User

MOST_SIGNATURE_BYTES = 4096


@require_GET
@permission_required(MAY_DRAW)
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is left to do until the winners are known, and what was published on the way."""
    campaign = get_object_or_404(Campaign, pk=pk)
    seal = Seal.objects.filter(campaign=campaign).first()
    result = DrawResult.objects.filter(campaign=campaign).first()
    draft = SealDraft.objects.filter(campaign=campaign).first() if seal is None else None
    mine = _public_id(request)
    about = seal.seal_hash if seal else draft.about if draft else ""
    words = approvals_of(campaign, Step.DRAW if seal else Step.SEAL, about) if about else []
    context = {
        "campaign": campaign, "seal": seal, "draft": draft, "result": result, "people": PEOPLE,
        "stops": what_stops_sealing(campaign) if seal is None else [], "approved": _names(words),
        "missing": max(0, PEOPLE - len(words)), "is_mine": mine in words, "has_channel": _has_channel(),
        "seal_file": address_of(seal.file) if seal else "", "proof_file": address_of(result.file) if result else "",
        "is_due": bool(seal and seal.draws_at <= now()), "wait": BeaconWait.objects.filter(campaign=campaign).first(),
        "beacon": f"{ENDPOINTS[0]}/{CHAIN}/public/{seal.round}" if seal else "",
        "substitutes": len(result.result["order"]) - len(result.result["holders"]) if result else 0,
        "comparison": Comparison.objects.filter(campaign=campaign).first(),
        "is_sealed": campaign.state in (State.SEALED, State.DRAWN, State.SETTLED),
        "breadcrumbs_items": crumbs(campaign, _("Seal and draw")),
    }  # fmt: skip
    return render(request, "campaigns/sealing/steps.html", context)


@require_POST
@permission_required(MAY_DRAW)
def count(request: HttpRequest, pk: int) -> HttpResponse:
    words = _("Counted. Two members approve it now.")
    return _do(request, pk, lambda campaign, by: count_up(campaign, by=by), words)


@require_POST
@permission_required(MAY_DRAW)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """This member's word on what the page showed: a list to be sealed, or a seal to be drawn from."""
    about = request.POST.get("about", "")[:64]
    act = approve_draw if request.POST.get("step") == Step.DRAW else approve_seal
    return _do(request, pk, lambda campaign, by: act(campaign, about, by=by), _("Your word is noted."))


@require_POST
@permission_required(MAY_DRAW)
def signature(request: HttpRequest, pk: int) -> HttpResponse:
    """Typed, or as the file that the beacon answered."""
    sent = request.FILES.get("file")
    text = sent.read(MOST_SIGNATURE_BYTES).decode("utf-8", "replace") if sent else request.POST.get("signature", "")
    words = _("It is the beacon's. The draw follows in a moment, once two members approved it.")
    return _do(request, pk, lambda campaign, by: give_signature(campaign, text, by=by), words)


@require_POST
@permission_required(MAY_DRAW)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare with what was published, now."""
    return _do(request, pk, lambda campaign, _by: compare(campaign), _("Compared with what was published."))


def _do(request: HttpRequest, pk: int, act: Callable[[Campaign, str], object], words: str) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    try:
        act(campaign, _public_id(request))
    except CampaignTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, words)
    return redirect("sealing:steps", pk)


def _names(people: list[str]) -> list[str]:
    """Members by the names that the newsroom calls them."""
    found = {one.public_id: one.display_name for one in User.objects.filter(public_id__in=people)}
    return [found.get(public_id) or public_id for public_id in people]


def _has_channel() -> bool:
    return bool(settings.TELEGRAM_CHANNEL) or Channel.objects.active().exists()


def _public_id(request: HttpRequest) -> str:
    member: Any = request.user  # signed in, or the view would not have been reached
    return str(member.public_id)
