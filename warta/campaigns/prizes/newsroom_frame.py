"""What the newsroom's pages about prizes have in common: the frame, and finding only what belongs to a campaign."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from warta.campaigns.models import Campaign, Charge, Win
from warta.campaigns.permissions import MAY_READ_LEDGER, MAY_SETTLE


def shown(request: HttpRequest, page: str, campaign: Campaign, context: dict[str, Any]) -> HttpResponse:
    """The page of this name; no browser keeps it."""
    told = {
        "campaign": campaign, "tab": page, "may_read_ledger": request.user.has_perm(MAY_READ_LEDGER),
        "may_settle": request.user.has_perm(MAY_SETTLE), "breadcrumbs_items": crumbs(campaign), **context,
    }  # fmt: skip
    answer = render(request, f"campaigns/prizes/newsroom/{page}.html", told)
    answer["Cache-Control"] = "no-store"
    return answer


def campaign_at(pk: int) -> Campaign:
    return get_object_or_404(Campaign, pk=pk)


def win_at(pk: int, win_id: str) -> Win:
    """Only one of this campaign, whatever id the address brings."""
    return get_object_or_404(Win.objects.select_related("campaign", "prize", "entry"), pk=win_id, campaign=pk)


def charge_at(win_id: str, charge_id: str) -> Charge:
    return get_object_or_404(Charge.objects.select_related("win__campaign"), pk=charge_id, win=win_id)


def who(request: HttpRequest) -> str:
    member: Any = request.user  # signed in, or the view would not have been reached
    return str(member.public_id)


def crumbs(campaign: Campaign | None = None) -> list[dict[str, str]]:
    above = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("prizes:campaigns"), "label": _("Prizes")},
    ]
    if campaign is None:
        return above
    return [*above, {"url": reverse("prizes:winners", args=[campaign.pk]), "label": campaign.title}]
