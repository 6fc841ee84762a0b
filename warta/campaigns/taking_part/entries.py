"""Making an entry and changing its state, each with the reason that stands in its log. Nobody else writes entries."""

from __future__ import annotations

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible, Sealed
from warta.campaigns.models import Campaign, Candidate, Contribution, Entry, EntryReason, EntryState, State, Why
from warta.campaigns.taking_part.receipts import new_entry
from warta.campaigns.taking_part.standing import phone_index_of
from warta.lib.clock import now
from warta.readers.mails.services import put_in_line
from warta.readers.models import User

UNSEALED = (State.OPEN, State.CLOSED)


def make_entry(campaign: Campaign, person: User, contribution: Contribution) -> Entry | None:
    """The reader's entry; None when another with the same phone, or the same reader, was faster.

    Call it where nothing is missing. Raises vault.VaultClosed. Safe to repeat.
    """
    entry = new_entry(campaign, person)
    entry.phone_index = phone_index_of(campaign, person)
    entry.comment_id, entry.article_id = contribution.comment_id, contribution.article_id
    entry.became_valid_at = now()
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
            EntryReason.objects.create(entry=entry, after=entry.state, why=Why.ENTERED)
            Candidate.objects.filter(campaign=campaign, person=person).delete()
    except IntegrityError:  # the database's words would show the phone's index
        return None
    return entry


def change_entry(entry: Entry, to: EntryState, why: Why, *, note: str = "", by: str = "") -> None:
    """Into another state, with its public reason in the log. `by` is a member's public id; "" for the rules.

    What a member decides is told to the entrant by mail and stands in the audit log. Raises Sealed, ChangedMeanwhile.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=entry.campaign_id)
        if campaign.state not in UNSEALED:
            raise Sealed
        before = entry.state
        if not entry.move(to, why, note=note):
            raise ChangedMeanwhile
        EntryReason.objects.create(entry=entry, before=before, after=to, why=why, note=note, by=by)
        owner = entry.person
        if by and (owner is None or owner.public_id != by):
            _tell(entry, campaign)
            record(f"entry.{to.value}", actor=by, subject=entry.subject, facts={"why": why.value})


def withdraw_entry(person: User, campaign: Campaign) -> None:
    """The reader takes their own entry back; until the seal they may take it up again. Raises NotPossible, Sealed."""
    entry = _own(person, campaign)
    if entry.state != EntryState.WITHDRAWN:
        change_entry(entry, EntryState.WITHDRAWN, Why.OWN_WISH, by=person.public_id)


def take_up_entry(person: User, campaign: Campaign) -> None:
    """The reader takes part again after their own withdrawal, while the window is open. Raises NotPossible, Sealed."""
    entry = _own(person, campaign)
    if entry.state == EntryState.WITHDRAWN and entry.why == Why.OWN_WISH and campaign.is_running:
        change_entry(entry, EntryState.VALID, Why.TAKEN_UP, by=person.public_id)


def _own(person: User, campaign: Campaign) -> Entry:
    entry = Entry.objects.filter(campaign=campaign, person=person).first()
    if entry is None:
        raise NotPossible
    return entry


def _tell(entry: Entry, campaign: Campaign) -> None:
    """A mail that says what became of it and why, and leads to where one can object."""
    person = entry.person
    if person is None:
        return
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        facts = {
            "title": campaign.title,
            "state": str(EntryState(entry.state).label),
            "why": " ".join(filter(None, (str(Why(entry.why).label), entry.note))),
            "link": settings.SITE_URL + reverse("account_campaign", args=[campaign.slug]),
        }
    put_in_line("entry_changed", to=person.email, person=person, facts=facts, language=language)
