"""A prize goes on to the next of the sealed order: by a sealed reason, with public evidence, skipping nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.audit.services import SYSTEM, record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.models import Campaign, DrawResult, Entry, Waits, Win, WinState, WinStep
from warta.campaigns.prizes.locking import fresh_win, locked_campaign, locked_person
from warta.campaigns.prizes.sealed_reasons import UNCLAIMED, WITHDRAWN, reasons_of
from warta.campaigns.prizes.telling import tell_passed_on
from warta.lib.clock import now
from warta.lib.dates import date_and_time
from warta.press.services import changed
from warta.readers.models import User

# Once it is handed over it is the winner's.
PASSABLE = (WinState.TOLD, WinState.CLAIMED)


def pass_on(win: Win, *, reason: str, evidence: str, by: str = SYSTEM) -> Win | None:
    """The win that follows, or None where nobody is left and the prize lapses. Call it with the campaign locked.

    Raises NotPossible for a reason that was not sealed or whose time is over, and ChangedMeanwhile for a win that is
    handed over or passed on already.
    """
    check_reason(win.campaign, reason, evidence)
    if win.state not in PASSABLE:
        raise ChangedMeanwhile
    number, at = _next_passing(win.campaign)
    moved = win.move(
        WinState.PASSED_ON, reason=reason, evidence=evidence, passed_on_at=at, passing=number, waits_for=Waits.NOTHING
    )
    if not moved:
        raise ChangedMeanwhile
    WinStep.objects.create(win=win, what="passed_on", note=evidence, by="" if by == SYSTEM else by, at=at)
    follower = _follower(win, number, at)
    changed({f"campaign:{win.campaign_id}"})
    facts = {"reason": reason, "position": win.position, "to": follower.position if follower else 0}
    record("prize.passed_on", actor=by, subject=win.subject, facts=facts)
    return _past_nobody(follower) if follower else None


def check_reason(campaign: Campaign, slug: str, evidence: str) -> None:
    """Raises NotPossible."""
    reason = reasons_of(campaign).get(slug)
    if reason is None:
        raise NotPossible(_("This reason was not sealed with the rules, so nobody can lose a prize by it."))
    if not reason.can_be_said(now()):
        raise NotPossible(_("By the sealed rules the time for this reason is over; the prize stays where it is."))
    if not evidence.strip():
        raise NotPossible(_("Say what it rests on: the evidence is published with the proof."))


def can_pass_by(campaign: Campaign, slug: str) -> bool:
    """Whether the rules let a prize pass on by this reason now."""
    reason = reasons_of(campaign).get(slug)
    return reason is not None and reason.can_be_said(now())


def pass_on_unclaimed(pk: str) -> bool:
    """Pass on a win whose deadline is over. False: it was claimed or passed on meanwhile. Safe to repeat."""
    with transaction.atomic():
        locked_campaign(Win.objects.values_list("campaign_id", flat=True).get(pk=pk))
        win = fresh_win(pk)
        if win.state != WinState.TOLD or win.deadline > now() or not can_pass_by(win.campaign, UNCLAIMED):
            return False
        person = win.entry.person
        pass_on(win, reason=UNCLAIMED, evidence=_deadline_evidence(win))
    if person is not None:
        tell_passed_on(win, person, UNCLAIMED)
    return True


def decline(person: User, win: Win) -> None:
    """The winner does not want the prize. Raises NotPossible, ChangedMeanwhile."""
    with transaction.atomic():
        locked_person(person.pk)
        locked_campaign(win.campaign_id)
        win = fresh_win(win.pk)
        if win.entry.person_id != person.pk:
            raise ChangedMeanwhile
        with override(settings.LANGUAGE_CODE):
            pass_on(win, reason=WITHDRAWN, evidence=_("The winner stepped back."), by=person.public_id)


def withdraw_erased(win: Win) -> None:
    """The winner's account goes. Where the rules have no such reason (any more), the deadline sees to it."""
    if win.state in PASSABLE and can_pass_by(win.campaign, WITHDRAWN):
        with override(settings.LANGUAGE_CODE):
            pass_on(win, reason=WITHDRAWN, evidence=_("The winner deleted the account."))


def deadline_of(campaign: Campaign, moment: datetime) -> datetime:
    """Until when somebody who is told at this moment may claim; never less than what the rules promised to all."""
    own = moment + timedelta(days=campaign.claim_days)
    return max(own, campaign.claim_until) if campaign.claim_until else own


def _next_passing(campaign: Campaign) -> tuple[int, datetime]:
    """Its number, and its moment, which is never before the last one's: the proof lists them in order."""
    last = Win.objects.filter(campaign=campaign, passing__isnull=False).order_by("-passing").first()
    if last is None or last.passing is None:
        return 1, now()
    return last.passing + 1, max(now(), last.passed_on_at or now())


def _follower(win: Win, number: int, at: datetime) -> Win | None:
    """The n-th passing-on goes to the n-th substitute: nobody chooses. See docs/draw.md, section 7."""
    result = DrawResult.objects.filter(campaign=win.campaign_id).only("result").first()
    order: list[str] = result.result["order"] if result else []
    slots = Win.objects.filter(campaign=win.campaign_id).values("slot").distinct().count()
    place = slots + number - 1
    if place >= len(order):
        return None
    entry = Entry.objects.select_related("person").get(campaign=win.campaign_id, code=order[place])
    follower = Win.objects.create(
        campaign=win.campaign, entry=entry, prize=win.prize, slot=win.slot, position=place + 1, since=at,
        deadline=at + timedelta(days=win.campaign.claim_days),
    )  # fmt: skip
    WinStep.objects.create(win=follower, what="moved_up", at=at)
    return follower


def _past_nobody(win: Win) -> Win | None:
    """A substitute whose account is gone can't be told; their turn passes at once."""
    if win.entry.person_id is None and can_pass_by(win.campaign, WITHDRAWN):
        with override(settings.LANGUAGE_CODE):
            return pass_on(win, reason=WITHDRAWN, evidence=_("The winner deleted the account."))
    return win


def _deadline_evidence(win: Win) -> str:
    with override(settings.LANGUAGE_CODE):
        told = date_and_time(win.told_at or win.since, settings.LANGUAGE_CODE, settings.TIME_ZONE)
        until = date_and_time(win.deadline, settings.LANGUAGE_CODE, settings.TIME_ZONE)
        words = _("Told on %(told)s, could be claimed until %(until)s; nobody claimed it.")
        return words % {"told": told, "until": until}
