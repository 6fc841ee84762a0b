"""Disqualifying a winner takes two people, a sealed reason, and evidence that is published."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.models import Charge, ChargeState, Win, WinStep
from warta.campaigns.prizes.locking import fresh_win, locked_campaign, locked_person
from warta.campaigns.prizes.passing import PASSABLE, check_reason, pass_on
from warta.campaigns.prizes.sealed_reasons import UNCLAIMED
from warta.campaigns.prizes.telling import tell_passed_on
from warta.lib.clock import now
from warta.lib.text import tidy

LONGEST_EVIDENCE = 300


def charge(win: Win, *, reason: str, evidence: str, by: str) -> Charge:
    """Say that a winner must be disqualified. Until somebody else decides, the prize is not handed over.

    Raises NotPossible, and ChangedMeanwhile when it is handed over or passed on.
    """
    evidence = tidy(evidence)[:LONGEST_EVIDENCE]
    if reason == UNCLAIMED:
        raise NotPossible(_("Whether a prize was claimed in time is decided by the clock alone."))
    with transaction.atomic():
        locked_campaign(win.campaign_id)
        win = fresh_win(win.pk)
        check_reason(win.campaign, reason, evidence)
        if win.state not in PASSABLE:
            raise ChangedMeanwhile
        try:
            with transaction.atomic():
                made = Charge.objects.create(win=win, reason=reason, evidence=evidence, by=by)
        except IntegrityError:
            raise NotPossible(_("Somebody has said so already; it waits for a second person.")) from None
        WinStep.objects.create(win=win, what="charged", note=reason, by=by)
        record("prize.charged", actor=by, subject=win.subject, facts={"reason": reason})
    return made


def confirm_charge(made: Charge, *, by: str) -> None:
    """A second person agrees: the prize passes on now. Raises NotPossible, ChangedMeanwhile."""
    with transaction.atomic():
        person = locked_person(Win.objects.values_list("entry__person_id", flat=True).get(pk=made.win_id))
        _decide(made, ChargeState.CONFIRMED, by=by)
        win = fresh_win(made.win_id)
        pass_on(win, reason=made.reason, evidence=made.evidence, by=by)
        if person is not None:
            tell_passed_on(win, person, made.reason)


def drop_charge(made: Charge, *, by: str) -> None:
    """It was wrong, or it is taken back: the prize stays where it is. Raises ChangedMeanwhile."""
    with transaction.atomic():
        if made.by == by:  # taking one's own word back needs nobody else; the books name no second person then
            locked_campaign(made.win.campaign_id)
            if not _open(made).update(state=ChargeState.DROPPED, decided_at=now()):
                raise ChangedMeanwhile
        else:
            _decide(made, ChargeState.DROPPED, by=by)
        WinStep.objects.create(win=made.win, what="dropped", note=made.reason, by=by)
        record("prize.charge_dropped", actor=by, subject=made.win.subject, facts={"reason": made.reason})


def _decide(made: Charge, state: ChargeState, *, by: str) -> None:
    if made.by == by:
        raise NotPossible(_("Another person than the one who said so must confirm it."))
    locked_campaign(made.win.campaign_id)
    if not _open(made).update(state=state, decided_by=by, decided_at=now()):
        raise ChangedMeanwhile


def _open(made: Charge) -> QuerySet[Charge]:
    return Charge.objects.filter(pk=made.pk, state=ChargeState.OPEN)
