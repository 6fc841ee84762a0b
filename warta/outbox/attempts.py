"""One attempt at one delivery: ask what and where, take leave of the limits, claim, call, settle.

No transaction is open while a channel is called.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, close_old_connections
from django.utils.translation import gettext_noop as _

from warta.outbox import claims, pace
from warta.outbox.channels import Channel
from warta.outbox.channels.outcomes import Lost, Outcome, TryLater
from warta.outbox.models import Delivery, Operation, State
from warta.outbox.ports import DestinationKind, Unanswered, address_of, body_of
from warta.outbox.queries import is_overtaken, send_of

log = logging.getLogger(__name__)

# How soon a question that nobody could answer is asked again.
UNANSWERED_SECONDS = 5.0
# Half a minute: a restart of the database fits in.
WRITE_ATTEMPTS, WRITE_AGAIN_SECONDS = 10, 3.0

NOWHERE = _("The destination was switched off.")
NOTHING = _("There is nothing to say any more.")
NOT_SENT = _("Nothing was sent, so nothing is to be changed.")
OVERTAKEN = _("A later change takes its place.")
UNANSWERED = _("What to say could not be found out just now.")
NOT_FINDABLE = _("Warta does not know which post it is. Change or remove it in the channel by hand.")


@dataclass(frozen=True)
class Call:
    """What is to be asked of the channel, all found out beforehand."""

    kind: DestinationKind
    make: Callable[[Channel], Outcome]


def attempt(delivery: Delivery, channel: Channel, *, claimed: Callable[[str], None]) -> float:
    """Try one delivery once. Returns the seconds its destination must rest; `claimed` hears the token before the call.

    Everything until the claim may be done by several workers at once; the claim decides.
    """
    try:
        call = _call_for(delivery)
    except Unanswered:
        claims.postpone(delivery, UNANSWERED, seconds=UNANSWERED_SECONDS)
        return 0.0
    if call is None:
        return 0.0
    wait = pace.seconds_to_wait(delivery.channel, delivery.destination, call.kind, lane=delivery.lane)
    if wait > 0:
        return wait
    token = claims.claim(delivery)
    if not token:
        return 0.0
    claimed(token)
    return _settle(delivery, token, _made(call, channel, delivery))


def _made(call: Call, channel: Channel, delivery: Delivery) -> Outcome:
    try:
        return call.make(channel)
    except Exception:
        # Without the traceback's values: a channel's arguments hold addresses and its URL the token.
        log.exception("channel failed", extra={"delivery": delivery.pk, "channel": delivery.channel})
        return Lost(_("Warta failed while sending; see the log."))


def _settle(delivery: Delivery, token: str, outcome: Outcome) -> float:
    rest = 0.0
    if isinstance(outcome, TryLater) and outcome.is_flood:
        rest = outcome.seconds or 1.0
        pace.slow_down(delivery.channel, delivery.destination, rest)
    _write_down(delivery, token, outcome)
    log.info(
        "delivery settled",
        extra={"delivery": delivery.pk, "operation": delivery.operation, "outcome": type(outcome).__name__},
    )
    return rest


def _write_down(delivery: Delivery, token: str, outcome: Outcome) -> None:
    """Settle, patiently: while the database is away, what the channel answered is known here alone."""
    for _again in range(WRITE_ATTEMPTS - 1):
        try:
            return claims.settle(delivery, token, outcome)
        except Error:
            log.warning("an outcome could not be written yet", extra={"delivery": delivery.pk})
            close_old_connections()
            time.sleep(WRITE_AGAIN_SECONDS)
    return claims.settle(delivery, token, outcome)


def _call_for(delivery: Delivery) -> Call | None:
    """None: it was settled without a call. Raises Unanswered."""
    if delivery.operation == Operation.SEND:
        return _sending(delivery)
    if is_overtaken(delivery):
        return _dropped(delivery, State.CANCELLED, OVERTAKEN)
    sent = send_of(delivery)
    if sent is None:
        return _dropped(delivery, State.CANCELLED, NOT_SENT)
    if "message_id" not in sent.remote:
        return _dropped(delivery, State.DEAD, NOT_FINDABLE)
    return _changing(delivery, sent)


def _sending(delivery: Delivery) -> Call | None:
    address = address_of(delivery.channel, delivery.destination)
    if address is None:
        return _dropped(delivery, State.CANCELLED, NOWHERE)
    message = body_of(delivery.channel, delivery.destination, delivery.subject, Operation.SEND)
    if message is None:
        return _dropped(delivery, State.CANCELLED, NOTHING)
    return Call(address.kind, lambda channel: channel.send(address, message))


def _changing(delivery: Delivery, sent: Delivery) -> Call | None:
    operation = Operation(delivery.operation)
    address = address_of(delivery.channel, delivery.destination)
    message = body_of(delivery.channel, delivery.destination, delivery.subject, operation)
    kind: DestinationKind = address.kind if address else "channel"
    if operation == Operation.REMOVE:
        return Call(kind, lambda channel: channel.remove(sent.remote, message))
    if message is None:
        return _dropped(delivery, State.CANCELLED, NOTHING)
    if message.fingerprint == sent.remote.get("says"):
        return _dropped(delivery, State.SENT, "")
    return Call(kind, lambda channel: channel.edit(sent.remote, message))


def _dropped(delivery: Delivery, state: State, why: str) -> Call | None:
    claims.drop(delivery, state, why)
    return None
