"""What was sent follows what is true now: edited or removed wherever a post stands, may stand or is about to."""

from __future__ import annotations

from warta.lib.clock import now
from warta.outbox.models import TELEGRAM, Delivery, Lane, Operation, State
from warta.outbox.services import Wanted, enqueue


def change_what_was_sent(subject: str, operation: Operation, *, lane: Lane, change: int) -> int:
    """Put the change number `change` in line, inside the caller's transaction. Safe to repeat. Returns how many."""
    sends = Delivery.objects.about(subject).filter(operation=Operation.SEND)
    told = sends.exclude(state__in=(State.CANCELLED, State.DEAD)).values_list("destination", flat=True)
    wanted = [Wanted(TELEGRAM, place, subject, operation, lane, round=change) for place in told]
    enqueue(wanted, due_since=now())
    return len(wanted)
