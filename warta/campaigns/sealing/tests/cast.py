"""Fitri and Gita run campaigns together; a beacon's round that was really made decides.

The clock is set so that the round of the tests' proofs (`proofs.ROUND`) is the campaign's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warta.campaigns.draw.sealing import Entry as DrawEntry
from warta.campaigns.integrity.daily import publish_days
from warta.campaigns.models import Campaign, DrawResult, Entry, EntryReason, Seal, Why
from warta.campaigns.sealing.approving import approve_draw, approve_seal, count_up
from warta.campaigns.sealing.drawing import draw_campaign
from warta.campaigns.sealing.services import seal_approved
from warta.campaigns.taking_part.sweeping import close_due
from warta.campaigns.tests.cast import opened_campaign
from warta.campaigns.tests.proofs import DRAW_AT, ROUND, ROUNDS, entry
from warta.lib.clock import clock_at
from warta.readers.models import User

FITRI, GITA = "f" * 26, "g" * 26
DRAWN_AT = datetime.fromtimestamp(DRAW_AT, UTC)
OPENED_AT, CLOSED_AT, SEALED_AT = (DRAWN_AT - timedelta(days=days) for days in (9, 2, 1))


def campaign_with(count: int, *, prizes: int = 3, substitutes: int = 4) -> Campaign:
    """Open since OPENED_AT, with so many entries, each made an hour after the other."""
    with clock_at(OPENED_AT):
        campaign = opened_campaign(
            opens_at=OPENED_AT, closes_at=CLOSED_AT, draw_at=DRAWN_AT, substitutes=substitutes, profile_items=[]
        )
        campaign.prizes.update(quantity=prizes)
    add_entries(campaign, count)
    return campaign


def add_entries(campaign: Campaign, count: int, *, first: int = 0, at: datetime | None = None) -> list[Entry]:
    numbers = range(first, first + count)
    people = User.objects.bulk_create([User(email=f"reader-{campaign.pk}-{number}@mail.test") for number in numbers])
    made = [_entry(campaign, entry(number), at, number) for number in numbers]
    for row, person in zip(made, people, strict=True):
        row.person = person
    rows = Entry.objects.bulk_create(made)
    EntryReason.objects.bulk_create(
        [EntryReason(entry=row, after=row.state, why=Why.ENTERED, at=row.created_at) for row in rows]
    )
    return rows


def closed(campaign: Campaign) -> Campaign:
    """Its window is over, and every day is published."""
    with clock_at(SEALED_AT):
        close_due()
        publish_days()
    return Campaign.objects.get(pk=campaign.pk)


def closed_with(count: int, **fields: int) -> Campaign:
    return closed(campaign_with(count, **fields))


def sealed(campaign: Campaign) -> Seal:
    with clock_at(SEALED_AT):
        about = count_up(campaign, by=FITRI).about
        for member in (FITRI, GITA):
            approve_seal(campaign, about, by=member)
        seal_approved()
    return Seal.objects.select_related("campaign").get(campaign=campaign)


def sealed_with(count: int, **fields: int) -> Seal:
    return sealed(closed_with(count, **fields))


def drawn_with(count: int, **fields: int) -> DrawResult:
    seal = sealed_with(count, **fields)
    with clock_at(DRAWN_AT + timedelta(seconds=30)):
        for member in (FITRI, GITA):
            approve_draw(seal.campaign, seal.seal_hash, by=member)
        return draw_campaign(seal, ROUNDS[ROUND])


def _entry(campaign: Campaign, drawn: DrawEntry, at: datetime | None, number: int) -> Entry:
    moment = at or OPENED_AT + timedelta(hours=number + 1)
    return Entry(
        campaign=campaign, code=drawn.code.hex(), commitment=drawn.record[16:].hex(), created_at=moment,
        changed_at=moment, became_valid_at=moment,
    )  # fmt: skip
