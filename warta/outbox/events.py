"""What the outbox tells the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from warta.lib.events import Event


@dataclass(frozen=True)
class SettledFact:
    """Something about `subject` came to rest: sent, unknown, failed or called off."""

    subject: str


delivery_settled: Event[SettledFact] = Event("delivery_settled")
