"""What happened to a win, and what to do next, in words for the newsroom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from warta.campaigns.models import ShownName, Waits, Win, WinState
from warta.lib.clock import now


@dataclass(frozen=True)
class Next:
    """What comes next. `is_yours`: it is the newsroom that has to do it."""

    words: str
    is_yours: bool = False


@dataclass(frozen=True)
class Step:
    words: str
    note: str
    is_by_member: bool
    at: datetime


def next_of(win: Win) -> Next:
    if win.state == WinState.HANDED_OVER:
        return Next(_("Nothing: it is done."))
    if win.state == WinState.PASSED_ON:
        return Next(_("Nothing: the prize went on."))
    if win.state == WinState.CLAIMED:
        return _WAITS[Waits(win.waits_for)]()
    if win.told_at is None:
        return Next(_("The winner is told within a minute."))
    if win.deadline > now():
        return Next(_("The winner has to claim it."))
    return Next(_("The time is over: it passes on within a minute, if the sealed rules still let it."))


def steps_of(win: Win) -> list[Step]:
    told = win.steps.all()
    return [Step(_WHAT[step.what](), _note(step.what, step.note), bool(step.by), step.at) for step in told]


def _note(what: str, note: str) -> str:
    if what == "named":
        return str(ShownName(note).label) if note in ShownName.values else note
    if what == "waits":
        return str(Waits(note).label) if note in Waits.values else note
    return note


_WAITS: dict[Waits, Callable[[], Next]] = {
    Waits.NOTHING: lambda: Next(_("It is handed over within a minute.")),
    Waits.CHECK: lambda: Next(_("Something about the account is looked at; it is asked again each minute.")),
    Waits.REVIEW: lambda: Next(_("Confirm or drop what was said of this winner."), is_yours=True),
    Waits.VOUCHER: lambda: Next(_("Load more vouchers of this prize."), is_yours=True),
    Waits.NEWSROOM: lambda: Next(_("Hand it over, and say so here; or load vouchers."), is_yours=True),
}
_WHAT: dict[str, Callable[[], str]] = {
    "drawn": lambda: _("Drawn"),
    "moved_up": lambda: _("Moved up as a substitute"),
    "told": lambda: _("Told"),
    "reminded": lambda: _("Reminded"),
    "claimed": lambda: _("Claimed, terms agreed to"),
    "named": lambda: _("Chose how to be named"),
    "waits": lambda: _("Waits"),
    "charged": lambda: _("Somebody says that it must pass on"),
    "dropped": lambda: _("That was dropped"),
    "handed_over": lambda: _("Handed over"),
    "shown": lambda: _("The voucher was shown to its winner"),
    "passed_on": lambda: _("Passed on"),
}
