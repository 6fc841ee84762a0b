"""Claiming a prize, handing it over, showing its voucher. Each may be pressed twice, by two hands, at any moment."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.keys import KeyGone, key_of, opened_under
from warta.campaigns.models import KeyPurpose, ShownName, Voucher, Waits, Win, WinState, WinStep
from warta.campaigns.ports import ClaimFact, Paying, claim_may_be_paid
from warta.campaigns.prizes.ledger import enter_handed_over
from warta.campaigns.prizes.locking import fresh_win, locked_campaign, locked_person
from warta.campaigns.prizes.telling import tell_claimed, tell_ready
from warta.campaigns.taking_part.standing import missing_of
from warta.lib.clock import now
from warta.press.services import changed
from warta.readers import vault
from warta.readers.models import User
from warta.readers.sign_ins.services import note
from warta.readers.terms.purposes import WINNER_NAMES
from warta.readers.terms.services import give_consent

SHOWN_AT_MOST = 50  # times a voucher is shown again; more is a machine


class NotYours(CampaignTrouble):
    """There is no such win for this person: to them it is as if there were none at all."""


class TooLate(CampaignTrouble):
    """The deadline is over, or the prize passed on."""


class Lacking(CampaignTrouble):
    """The conditions are not met any more; `names` says which, as `taking_part.words` puts in words."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(_("Something that this campaign asks for is missing."))
        self.names = names


class NotShown(CampaignTrouble):
    """There is no voucher to show, or it can't be opened; the words say what to do."""


def claim(person: User, win: Win, *, shown_as: ShownName, request: HttpRequest | None = None) -> Win:
    """The winner claims the prize, agrees to the terms and says how they are named. It is handed over where it can be.

    Safe to repeat, at the same time too: the second time changes nothing. Raises NotYours, TooLate or Lacking.
    """
    if win.entry.person_id != person.pk:
        raise NotYours
    lacking = missing_of(win.campaign, person, at=now(), needs_comment=False)
    if lacking and win.state == WinState.TOLD:
        raise Lacking(lacking)
    with transaction.atomic():
        _still_theirs(person, win)
        win = fresh_win(win.pk)
        if win.entry.person_id != person.pk:
            raise NotYours
        if win.state == WinState.PASSED_ON or (win.state == WinState.TOLD and win.deadline <= now()):
            raise TooLate(_("The time to claim it is over."))
        if win.state == WinState.TOLD:
            _claimed(win, person, shown_as, request)
    hand_over(win.pk)
    return fresh_win(win.pk)


def hand_over(pk: str, *, by: str = "") -> bool:
    """Hand over a claimed prize if nothing speaks against it; else note what it waits for. Whether it was handed over.

    `by` is the member who hands over by hand what is no voucher. Safe to repeat, at the same time too.
    """
    win = fresh_win(pk)
    if win.state != WinState.CLAIMED or win.entry.person is None:
        return False
    paying = claim_may_be_paid(_fact(win, win.entry.person))  # outside the transaction: it may take its time
    with transaction.atomic():
        person = locked_person(win.entry.person_id)
        locked_campaign(win.campaign_id)
        win = fresh_win(pk)
        if win.state != WinState.CLAIMED or person is None or win.entry.person_id != person.pk:
            return False
        voucher = None
        waits = _waits_for(win, paying, by=by)
        if waits is Waits.NOTHING and _has_vouchers(win):
            voucher = _take_voucher(win)
            waits = Waits.NOTHING if voucher else Waits.VOUCHER
        return _wait(win, waits) if waits else _handed_over(win, person, by)


def show_voucher(person: User, win: Win, *, request: HttpRequest) -> str:
    """The voucher in clear, for its winner alone; the caller has seen a proof. Raises NotYours or NotShown."""
    with transaction.atomic():
        voucher = Voucher.objects.select_related("campaign").filter(win=win, win__entry__person=person).first()
        if voucher is None:
            raise NotYours
        if not Voucher.objects.filter(pk=voucher.pk, revealed_times__lt=SHOWN_AT_MOST).update(
            revealed_times=F("revealed_times") + 1, revealed_at=now()
        ):
            raise NotShown(_("It was shown very often. Write to the newsroom, and we help you."))
        try:
            code = opened_under(key_of(voucher.campaign, KeyPurpose.VOUCHERS), voucher.place, bytes(voucher.sealed))
        except KeyGone:
            raise NotShown(_("It can't be shown any more. Write to the newsroom, and we help you.")) from None
        note(person, "voucher_shown", request=request)
        WinStep.objects.create(win=win, what="shown", by=person.public_id)
        record("voucher.shown", actor=person.public_id, subject=win.subject, facts={"voucher": voucher.number})
    return code


def rename(person: User, win: Win, shown_as: ShownName) -> None:
    """Be named otherwise on the list of winners, at once and as often as one likes. Raises NotYours."""
    with transaction.atomic():
        if not Win.objects.filter(pk=win.pk, entry__person=person).exists():
            raise NotYours
        _consent(person, shown_as)
        Win.objects.filter(pk=win.pk).update(shown_as=shown_as)
        WinStep.objects.create(win=win, what="named", note=shown_as.value, by=person.public_id)
        changed({f"campaign:{win.campaign_id}"})


def _still_theirs(person: User, win: Win) -> None:
    if locked_person(person.pk) is None:
        raise NotYours
    locked_campaign(win.campaign_id)


def _claimed(win: Win, person: User, shown_as: ShownName, request: HttpRequest | None) -> None:
    _consent(person, shown_as)
    if not win.move(WinState.CLAIMED, claimed_at=now(), shown_as=shown_as):
        raise TooLate(_("The time to claim it is over."))
    version = win.campaign.terms_version
    agreed = f"{version.document.slug} {version.number}" if version else ""
    WinStep.objects.create(win=win, what="claimed", note=agreed, by=person.public_id)
    WinStep.objects.create(win=win, what="named", note=shown_as.value, by=person.public_id)
    tell_claimed(win, person, request=request)
    changed({f"campaign:{win.campaign_id}"})
    record("prize.claimed", actor=person.public_id, subject=win.subject, facts={"shown_as": shown_as.value})


def _consent(person: User, shown_as: ShownName) -> None:
    if shown_as is ShownName.FULL:
        give_consent(person, WINNER_NAMES, how="campaign", language=person.language or settings.LANGUAGE_CODE)


def _fact(win: Win, person: User) -> ClaimFact:
    return ClaimFact(
        public_id=person.public_id, win=win.pk, campaign=win.campaign.slug, value=win.prize.value,
        currency=win.prize.currency, claimed_at=win.claimed_at or win.since,
    )  # fmt: skip


def _waits_for(win: Win, paying: Paying, *, by: str) -> Waits:
    if win.charges.filter(state="open").exists():
        return Waits.REVIEW
    if paying is not Paying.PAY:
        return Waits.CHECK
    if not by and not _has_vouchers(win):
        return Waits.NEWSROOM
    return Waits.NOTHING


def _has_vouchers(win: Win) -> bool:
    return Voucher.objects.filter(prize=win.prize_id).exists()


def _take_voucher(win: Win) -> Voucher | None:
    """The first that is free. The conditional UPDATE and the two unique columns have the last word, not the look."""
    free = Voucher.objects.filter(prize=win.prize_id, win=None).order_by("number")
    while (voucher := free.first()) is not None:
        if Voucher.objects.filter(pk=voucher.pk, win=None).update(win=win, handed_at=now()):
            return voucher
    return None


def _wait(win: Win, waits: Waits) -> bool:
    if win.waits_for != waits:
        Win.objects.filter(pk=win.pk).update(waits_for=waits)
        WinStep.objects.create(win=win, what="waits", note=waits.value)
    return False


def _handed_over(win: Win, person: User, by: str) -> bool:
    has_waited = win.waits_for != Waits.NOTHING or bool(by)
    try:
        with transaction.atomic():
            line = enter_handed_over(win, person)
    except (vault.VaultClosed, KeyGone):
        transaction.set_rollback(True)  # the voucher is free again; the newsroom sees that it waits
        return False
    win.move(WinState.HANDED_OVER, handed_over_at=now(), waits_for=Waits.NOTHING)
    WinStep.objects.create(win=win, what="handed_over", by=by)
    if has_waited:
        tell_ready(win, person)
    changed({f"campaign:{win.campaign_id}"})
    record("prize.handed_over", actor=by or "system", subject=win.subject, facts={"ledger": line.number})
    return True
