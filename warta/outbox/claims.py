"""A claim on a delivery: taken before the call, settled after it, expired when its worker died. For the worker.

Every move is one conditional UPDATE, so that any number of workers may try.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F
from django.utils.translation import gettext_noop as _

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.outbox.channels.outcomes import Done, Locked, Lost, Outcome, Refused, TryLater
from warta.outbox.models import WAITING, Delivery, Hold, Operation, State
from warta.outbox.queries import send_of
from warta.outbox.services import pause_channel, tell_settled

# A call is cut off after 35 s (5 to connect, 30 in all); a lease outlives it, and is renewed all the same.
LEASE_SECONDS = 60
LONGEST_BACKOFF_SECONDS = 60.0

DIED = _("The process that was sending it died; it may have arrived.")
TOO_OLD = _("It waited too long to be news.")


def claim(delivery: Delivery) -> str:
    """Take it, if it may still leave. Returns the claim's token; empty: another was faster or it was called off."""
    token = opaque_id()
    held = Exists(Hold.objects.filter(released_at=None))
    free = Delivery.objects.filter(pk=delivery.pk).due().next_of_their_message().exclude(held)
    taken = free.update(state=State.CLAIMED, claim=token, leased_until=_lease_end(), attempts=F("attempts") + 1)
    return token if taken else ""


def renew(tokens: Iterable[str]) -> None:
    """Prolong the leases of calls that are still under way."""
    Delivery.objects.filter(claim__in=list(tokens), state=State.CLAIMED).update(leased_until=_lease_end())


def settle(delivery: Delivery, token: str, outcome: Outcome) -> None:
    """Write down how the call ended.

    An answer that comes after the lease ran out still counts: it knows better than "unknown", unless an editor settled
    it meanwhile.
    """
    match outcome:
        case Done():
            _settle_done(delivery, token, outcome)
        case Refused():
            _write(delivery, token, State.DEAD, outcome.why, outcome.detail)
        case Lost() if not delivery.is_repeatable:
            _write(delivery, token, State.UNKNOWN, outcome.why, outcome.detail)
        case Lost():
            _retry(delivery, token, outcome, seconds=_backoff(delivery.attempts + 1))
        case TryLater():
            _retry(delivery, token, outcome, seconds=outcome.seconds or _backoff(delivery.attempts + 1))
        case Locked():
            pause_channel(delivery.channel, outcome.why)
            _retry(delivery, token, outcome, seconds=0)


def postpone(delivery: Delivery, why: str, *, seconds: float) -> None:
    """Nothing was claimed or sent; try again later."""
    waiting = Delivery.objects.filter(pk=delivery.pk, state__in=WAITING)
    waiting.update(state=State.RETRY, last_failure=why, not_before=now() + timedelta(seconds=seconds))


def drop(delivery: Delivery, state: State, why: str) -> None:
    """It has nothing to do any more, or can't ever be done: settle it without a call."""
    waiting = Delivery.objects.filter(pk=delivery.pk, state__in=WAITING)
    if waiting.update(state=state, last_failure=why, settled_at=now()):
        tell_settled([delivery.pk])


def expire_leases() -> int:
    """Take over from workers that died: what may be repeated is, the rest becomes unknown. Returns how many.

    Safe to call from every worker at any time.
    """
    dead = Delivery.objects.filter(state=State.CLAIMED, leased_until__lt=now())
    return sum(_expire(delivery) for delivery in dead)


def give_up_stale() -> int:
    """Settle what waited too long to be news as failed. Safe to repeat. Returns how many."""
    stale = Delivery.objects.waiting().filter(operation=Operation.SEND, expires_at__lt=now())
    ids = list(stale.values_list("pk", flat=True))
    given_up = [
        pk for pk in ids if stale.filter(pk=pk).update(state=State.DEAD, last_failure=TOO_OLD, settled_at=now())
    ]
    tell_settled(given_up)
    return len(given_up)


def _expire(delivery: Delivery) -> bool:
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.CLAIMED, claim=delivery.claim, leased_until__lt=now())
    if delivery.is_repeatable:
        return bool(mine.update(state=State.RETRY, claim="", leased_until=None, not_before=now()))
    # The token stays: should the worker only have been asleep, its answer still settles the row.
    expired = bool(mine.update(state=State.UNKNOWN, leased_until=None, last_failure=DIED, settled_at=now()))
    if expired:
        tell_settled([delivery.pk])
    return expired


def _settle_done(delivery: Delivery, token: str, outcome: Done) -> None:
    with transaction.atomic():
        sent = send_of(delivery) if delivery.operation == Operation.EDIT else None
        if sent is not None:  # the next edit must know what the post shows now
            Delivery.objects.filter(pk=sent.pk).update(remote=outcome.remote)
        _update(delivery, token, State.SENT, outcome.note, "", remote=outcome.remote, settled_at=now())
    tell_settled([delivery.pk])


def _write(delivery: Delivery, token: str, state: State, why: str, detail: str) -> None:
    _update(delivery, token, state, why, detail, settled_at=now())
    tell_settled([delivery.pk])


def _retry(delivery: Delivery, token: str, outcome: TryLater | Lost | Locked, *, seconds: float) -> None:
    later = now() + timedelta(seconds=seconds)
    _update(delivery, token, State.RETRY, outcome.why, outcome.detail, not_before=later, settled_at=None)


def _update(delivery: Delivery, token: str, state: State, why: str, detail: str, **fields: Any) -> None:
    ours = Delivery.objects.filter(pk=delivery.pk, claim=token, state__in=(State.CLAIMED, State.UNKNOWN))
    cleared = {} if state == State.UNKNOWN else {"claim": ""}
    ours.update(state=state, last_failure=why, failure_detail=detail[:400], leased_until=None, **cleared, **fields)


def _backoff(attempts: int) -> float:
    """Twice as long each time, with a little chance in it so that many do not come back at once."""
    return min(LONGEST_BACKOFF_SECONDS, 2.0 ** min(attempts, 10)) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load


def _lease_end() -> datetime:
    return now() + timedelta(seconds=LEASE_SECONDS)
