"""What this room holds of a reader: for their download, and what goes when they are erased."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from warta.campaigns.models import Agreement, Contribution, Entry, EntryAppeal, EntryReason, EntryState, Why
from warta.campaigns.taking_part.entries import UNSEALED
from warta.lib.clock import now
from warta.readers import vault
from warta.readers.models import User
from warta.readers.own_data.gathering import Row, Source


def erase_entries(person: User) -> None:
    """Inside the transaction that erases: openings and indexes go; what is not sealed yet leaves the list.

    A sealed leaf stays, without a person and without its opening. Agreements, contributions and candidacies go with
    the account.
    """
    for entry in Entry.objects.filter(person=person).select_related("campaign"):
        if entry.campaign.state in UNSEALED and entry.state != EntryState.WITHDRAWN:
            EntryReason.objects.create(entry=entry, before=entry.state, after=EntryState.WITHDRAWN, why=Why.ERASED)
            entry.move(EntryState.WITHDRAWN, Why.ERASED)
        EntryAppeal.objects.filter(entry=entry).update(sealed_text=b"")
        entry.traits.all().delete()
    Entry.objects.filter(person=person).update(
        person=None, sealed_opening=b"", phone_index="", comment_id=None, changed_at=now()
    )


def entries_for_download(person: User) -> Iterator[Row]:
    for entry in Entry.objects.filter(person=person).select_related("campaign").order_by("pk"):
        yield {
            "campaign": entry.campaign.slug, "entry_code": entry.code, "state": entry.state, "why": entry.why,
            "opening": vault.opened_for(person, entry.opening_place, bytes(entry.sealed_opening)),
            "entered_at": entry.created_at, "comment": entry.comment_id,
        }  # fmt: skip


def contributions_for_download(person: User) -> Iterator[Row]:
    rows = Contribution.objects.filter(person=person).select_related("campaign").order_by("pk")
    for row in rows:
        yield {
            "campaign": row.campaign.slug, "comment": row.comment_id, "at": row.at, "counts": row.is_standing,
            "civility": row.civility,
        }  # fmt: skip


def agreements_for_download(person: User) -> Iterator[Row]:
    for row in Agreement.objects.filter(person=person).select_related("campaign", "version__document").order_by("pk"):
        document = row.version.document.slug
        yield {"campaign": row.campaign.slug, "terms": document, "version": row.version.number, "at": row.at}


SOURCES_OF_CAMPAIGNS = (
    Source("campaign-entries", _("Entries in campaigns"), entries_for_download),
    Source("campaign-comments", _("Comments that took part in campaigns"), contributions_for_download),
    Source("campaign-agreements", _("Terms of campaigns that you agreed to"), agreements_for_download),
)
