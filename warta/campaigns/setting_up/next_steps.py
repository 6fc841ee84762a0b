"""How far a campaign is, and what its manager does next: one list of steps, each found by state."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from warta.campaigns.models import Campaign, State
from warta.lib.clock import now


@dataclass(frozen=True)
class NextStep:
    """`address` is the page on which it is done; "" where it happens by itself."""

    title: str
    words: str
    is_done: bool = False
    is_current: bool = False
    address: str = ""
    act: str = ""


ORDER = (State.DRAFT, State.OPEN, State.CLOSED, State.SEALED, State.DRAWN, State.SETTLED)


def steps_of(campaign: Campaign) -> list[NextStep]:
    """All of them, in order. Of a cancelled campaign there are none."""
    if campaign.state == State.CANCELLED:
        return []
    reached = ORDER.index(State(campaign.state))
    return [
        _step(campaign, place, reached=reached)
        for place in range(len(ORDER))
        if campaign.is_drawn_by_lot or place in (0, 1, 2, 5)
    ]


def current_step(campaign: Campaign) -> NextStep | None:
    return next((step for step in steps_of(campaign) if step.is_current), None)


def _step(campaign: Campaign, place: int, *, reached: int) -> NextStep:
    title, words, name, act = _told(campaign)[place]
    is_current = place == reached and campaign.state != State.SETTLED
    address = _address(name, campaign) if is_current else ""
    return NextStep(title, words, place < reached or campaign.state == State.SETTLED, is_current, address, act)


def _told(campaign: Campaign) -> list[tuple[str, str, str, str]]:
    is_early = campaign.opens_at > now()
    running = (
        _("It opens by itself. Load the vouchers meanwhile.") if is_early
        else _("Look through the entries now and then, and answer appeals. It closes by itself.")
    )  # fmt: skip
    return [
        (_("Set it up and open it"), _("Fill in what is missing, look at the preview, then open it."), "", ""),
        (_("It is open"), running, "integrity:review", _("Look through the entries")),
        (
            _("Review and seal"),
            _("Decide on every group of accounts and every appeal. Then two people approve, and the list is sealed."),
            "sealing:steps", _("Review and seal"),
        ),
        (
            _("Wait for the beacon and draw"),
            _("Nothing changes any more. When the round is made, two people approve the draw."),
            "sealing:steps", _("To the draw"),
        ),
        (
            _("Hand over the prizes"),
            _("Winners are told and claim; what nobody claims passes on by the sealed order."),
            "prizes:winners", _("To the winners"),
        ),
        (
            _("Settled"), _("Every prize is handed over or has lapsed. The ledger can be exported."),
            "prizes:winners", "",
        ),
    ]  # fmt: skip


def _address(name: str, campaign: Campaign) -> str:
    try:
        return reverse(name, args=[campaign.pk]) if name else ""
    except NoReverseMatch:
        return ""
