"""An entrant's objection to what was decided on their entry, and the answer to it by somebody else."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible, Sealed
from warta.campaigns.models import AppealState, Entry, EntryAppeal, EntryReason, EntryState, Why
from warta.campaigns.taking_part.entries import UNSEALED, change_entry
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User

LONGEST = 1000  # characters: what there is to say of one entry
APPEALABLE = (EntryState.HELD, EntryState.REJECTED, EntryState.COLLAPSED)


def may_appeal(entry: Entry) -> bool:
    """Until the seal, one at a time."""
    is_open = entry.campaign.state in UNSEALED and entry.state in APPEALABLE and entry.why != Why.NOT_ELIGIBLE
    return is_open and not entry.appeals.filter(state=AppealState.OPEN).exists()


def make_appeal(entry: Entry, person: User, text: str) -> EntryAppeal:
    """What the entrant says is sealed under their key. Raises NotPossible, vault.VaultClosed."""
    text = text.strip()[:LONGEST]
    if not text:
        raise NotPossible(_("Write in a few words why the decision is wrong."))
    if not may_appeal(entry):
        raise NotPossible(_("There is nothing to appeal against, or an appeal waits for its answer already."))
    appeal = EntryAppeal(entry=entry)
    appeal.sealed_text = vault.sealed_for(person, appeal.place, text)
    try:
        with transaction.atomic():
            appeal.save(force_insert=True)
            record("entry.appealed", actor=person.public_id, subject=entry.subject)
    except IntegrityError:
        raise NotPossible(_("An appeal waits for its answer already.")) from None
    return appeal


def text_of(appeal: EntryAppeal) -> str:
    """What the entrant wrote; "" once they are erased. Raises vault.VaultClosed."""
    person = appeal.entry.person
    if person is None or not appeal.sealed_text:
        return ""
    return vault.opened_for(person, appeal.place, bytes(appeal.sealed_text))


def grant_appeal(appeal: EntryAppeal, *, answer: str, by: str) -> None:
    """The entry takes part. Raises NotPossible for who decided on the entry before, ChangedMeanwhile, Sealed."""
    with transaction.atomic():
        _decide(appeal, AppealState.GRANTED, answer=answer, by=by)
        change_entry(appeal.entry, EntryState.VALID, Why.APPEAL_GRANTED, note=answer, by=by)


def refuse_appeal(appeal: EntryAppeal, *, answer: str, by: str) -> None:
    """It stays as it was decided. Raises NotPossible for who decided before, ChangedMeanwhile, Sealed."""
    if appeal.entry.campaign.state not in UNSEALED:
        raise Sealed
    with transaction.atomic():
        _decide(appeal, AppealState.REFUSED, answer=answer, by=by)


def _decide(appeal: EntryAppeal, to: AppealState, *, answer: str, by: str) -> None:
    if not answer.strip():
        raise NotPossible(_("Answer in a sentence: the entrant reads it."))
    last = EntryReason.objects.filter(entry=appeal.entry_id).order_by("-pk").first()
    if last is not None and last.by == by:
        raise NotPossible(_("You decided on this entry; another member answers the appeal."))
    waiting = EntryAppeal.objects.filter(pk=appeal.pk, state=AppealState.OPEN)
    if not waiting.update(state=to, answer=answer.strip()[:500], decided_at=now(), decided_by=by):
        raise ChangedMeanwhile
    record(f"appeal.{to.value}", actor=by, subject=appeal.entry.subject)
