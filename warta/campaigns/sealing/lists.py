"""The list as it stands in the database: who takes part, how many were left out, what was published day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from warta.campaigns.draw.computing import leaves, root_of
from warta.campaigns.draw.form import fingerprint
from warta.campaigns.draw.sealing import LeftOut
from warta.campaigns.models import Campaign, DailyCount, Entry, EntryState
from warta.campaigns.setting_up.rules import moment, sealed_rules

CHUNK = 20_000  # rows read at a time
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of nothing: no receipt yet


@dataclass(frozen=True)
class Stand:
    """Changes whenever an entry comes, goes or changes its state; read quickly."""

    count: int
    last: int | None
    changed_at: datetime | None
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Proposal:
    """What would be sealed now. `about` is one fingerprint of all that two members agree to."""

    rules: dict[str, Any]
    records: list[bytes]
    left_out: LeftOut
    days: list[dict[str, Any]]
    root: str
    draws_at: str

    @property
    def counts(self) -> dict[str, int]:
        return {"entries": len(self.records), **vars(self.left_out)}

    @property
    def rules_hash(self) -> str:
        return fingerprint(self.rules)

    @property
    def about(self) -> str:
        told = {"counts": self.counts, "days": self.days, "draws_at": self.draws_at, "root": self.root}
        return fingerprint({**told, "rules_hash": self.rules_hash})


def proposal_of(campaign: Campaign) -> Proposal:
    records = valid_records(campaign)
    return Proposal(
        rules=sealed_rules(campaign), records=records, left_out=left_out_of(campaign), days=days_of(campaign),
        root=root_of_records(campaign, records), draws_at=moment(campaign.draw_at) if campaign.draw_at else "",
    )  # fmt: skip


def valid_records(campaign: Campaign) -> list[bytes]:
    """Code and commitment of each entry that takes part, sorted by code. No key of anybody's is opened for it."""
    rows = Entry.objects.filter(campaign=campaign, state=EntryState.VALID).order_by("code")
    pairs = rows.values_list("code", "commitment").iterator(CHUNK)
    return [bytes.fromhex(code + commitment) for code, commitment in pairs]


def root_of_records(campaign: Campaign, records: list[bytes]) -> str:
    if not records:
        return NOTHING
    return root_of(leaves(bytes.fromhex(campaign.code), b"".join(records))).hex()


def left_out_of(campaign: Campaign) -> LeftOut:
    states = dict(_states(campaign))
    return LeftOut(**{name: states.get(name, 0) for name in ("collapsed", "rejected", "withdrawn")})


def days_of(campaign: Campaign) -> list[dict[str, Any]]:
    days = DailyCount.objects.filter(campaign=campaign).order_by("day")
    return [{"day": day.day.isoformat(), "entries": day.entries, "root": day.root} for day in days]


def stand_of(campaign: Campaign) -> Stand:
    rows = Entry.objects.filter(campaign=campaign)
    seen = rows.aggregate(count=Count("pk"), last=Max("pk"), changed_at=Max("changed_at"))
    return Stand(seen["count"], seen["last"], seen["changed_at"], _states(campaign))


def held_count(campaign: Campaign) -> int:
    return Entry.objects.filter(Q(state=EntryState.HELD), campaign=campaign).count()


def _states(campaign: Campaign) -> tuple[tuple[str, int], ...]:
    rows = Entry.objects.filter(campaign=campaign).order_by("state").values_list("state")
    return tuple((state, count) for state, count in rows.annotate(count=Count("pk")))
