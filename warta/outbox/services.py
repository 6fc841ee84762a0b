"""What others may do to the outbox: put deliveries in, call them off, settle what is unknown, stop and release all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop as _

from warta.lib.clock import now
from warta.outbox.channels import remote_named_by
from warta.outbox.events import SettledFact, delivery_settled
from warta.outbox.models import (
    TELEGRAM,
    UNSETTLED,
    WAITING,
    ChannelPause,
    Delivery,
    Hold,
    Lane,
    Operation,
    Policy,
    State,
)
from warta.outbox.queries import is_held, last_held_at

# News that could not leave for half a day is given up and shown, so that a repaired channel does not pour out old news.
NEWS_HOURS = 12
# Rows written in one short transaction, so that a large fan-out lets others write in between.
BATCH = 500
# An announcement is watched for a month; what was changed of it is shown for as long again and once more.
CHANGES_KEPT_DAYS = 90
MOST = 50_000  # deleted in one run; the next takes the rest

RESTORED = _("The site was restored from a backup; this may have been sent before.")
CALLED_OFF = _("Called off in the newsroom.")
LEFT = _("Nobody knows whether it arrived; it was left as it is.")


class PostUnknown(Exception):
    """The link names no post."""


@dataclass(frozen=True)
class Wanted:
    """One operation asked for. `round` tells repeated operations on a message apart; the same again is ignored.

    What could not be sent for `lives_seconds` is given up.
    """

    channel: str
    destination: str
    subject: str
    operation: Operation
    lane: Lane
    round: int = 0
    policy: Policy = Policy.AT_MOST_ONCE
    lives_seconds: int = NEWS_HOURS * 3600

    @property
    def dedupe_key(self) -> str:
        return f"{self.operation}:{self.round}:{self.subject}:{self.channel}:{self.destination}"


def enqueue(wanted: Iterable[Wanted], *, due_since: datetime) -> None:
    """Put operations in line; safe to repeat. Joins the caller's transaction where one is open.

    `due_since` is when the news became due: what was due before a backup was restored may have been sent in the lost
    time, so it is put down as unknown, for an editor to settle.
    """
    held_at = last_held_at()
    is_doubtful = held_at is not None and due_since <= held_at
    rows = [_row(item, is_doubtful=is_doubtful) for item in wanted]
    for start in range(0, len(rows), BATCH):
        Delivery.objects.bulk_create(rows[start : start + BATCH], ignore_conflicts=True)


def _row(item: Wanted, *, is_doubtful: bool) -> Delivery:
    delivery = Delivery(
        channel=item.channel, destination=item.destination, subject=item.subject, operation=item.operation,
        lane=item.lane, policy=item.policy, dedupe_key=item.dedupe_key,
        expires_at=now() + timedelta(seconds=item.lives_seconds),
    )  # fmt: skip
    if is_doubtful and not delivery.is_repeatable:
        delivery.state, delivery.last_failure, delivery.settled_at = State.UNKNOWN, RESTORED, now()
    return delivery


def call_off(subject: str) -> int:
    """Call off every sending about `subject` that has not begun; safe to repeat. Returns how many."""
    sends = Delivery.objects.about(subject).waiting().filter(operation=Operation.SEND)
    called_off = sends.update(state=State.CANCELLED, last_failure=CALLED_OFF, failure_detail="", settled_at=now())
    if called_off:
        delivery_settled.tell(SettledFact(subject))
    return called_off


def settle_as_sent(delivery: Delivery, link: str) -> bool:
    """An unknown sending did arrive; `link` is the post's, or empty: then it can't be edited or removed from here.

    Raises PostUnknown when the link names no post. False: it was not unknown any more.
    """
    try:
        remote = remote_named_by(delivery.channel, link) if link else {}
    except ValueError:
        raise PostUnknown from None
    return _settle(delivery.pk, State.SENT, remote=remote, last_failure="", failure_detail="")


def settle_as_left(delivery_id: int) -> bool:
    """An unknown sending is left as it is; what waited behind it is let go. False: not unknown."""
    return _settle(delivery_id, State.CANCELLED, last_failure=LEFT)


def send_again(delivery_id: int) -> bool:
    """Put an unknown or failed delivery in line once more; an unknown one may arrive twice. False: neither."""
    fresh = {"claim": "", "not_before": now(), "expires_at": now() + timedelta(hours=NEWS_HOURS), "settled_at": None}
    stuck = Delivery.objects.filter(pk=delivery_id, state__in=(State.UNKNOWN, State.DEAD))
    return bool(stuck.update(state=State.PENDING, **fresh))


def hold_everything() -> int:
    """After a restore: nothing is sent until `release`, and what waited may have been sent before. Returns how many.

    Safe to repeat. Edits and removals stay in line, for doing them twice does no harm.
    """
    with transaction.atomic():
        if not is_held():
            Hold.objects.create()
        waiting = Delivery.objects.filter(state__in=(*WAITING, State.CLAIMED))
        news = waiting.filter(operation=Operation.SEND, policy=Policy.AT_MOST_ONCE)
        doubtful = news.update(
            state=State.UNKNOWN, last_failure=RESTORED, claim="", leased_until=None, settled_at=now()
        )
        waiting.filter(state=State.CLAIMED).update(state=State.RETRY, claim="", leased_until=None)
    return doubtful


def release() -> bool:
    """Let the outbox send again. False: it was not held."""
    return bool(Hold.objects.filter(released_at=None).update(released_at=now()))


def forget_settled() -> int:
    """Delete what came to rest long ago: changes of messages, and mails; safe to repeat. Returns how many.

    What was posted stays: it may still have to be corrected or removed, and the row keeps it from being sent again.
    """
    old = Delivery.objects.exclude(state__in=UNSETTLED).exclude(operation=Operation.SEND, channel=TELEGRAM)
    ids = list(old.filter(settled_at__lt=now() - timedelta(days=CHANGES_KEPT_DAYS)).values_list("pk", flat=True)[:MOST])
    for start in range(0, len(ids), BATCH):
        Delivery.objects.filter(pk__in=ids[start : start + BATCH]).delete()
    return len(ids)


def pause_channel(channel: str, reason: str) -> None:
    """Send nothing on this channel until a probe succeeds; safe to repeat."""
    ChannelPause.objects.bulk_create([ChannelPause(channel=channel, reason=reason)], ignore_conflicts=True)


def resume_channel(channel: str) -> None:
    ChannelPause.objects.filter(channel=channel).delete()


def _settle(delivery_id: int, after: State, **fields: Any) -> bool:
    """An editor's word on what is unknown. The claim goes, so that a late answer no longer changes it."""
    unknown = Delivery.objects.filter(pk=delivery_id, state=State.UNKNOWN)
    if not unknown.update(state=after, claim="", settled_at=now(), **fields):
        return False
    tell_settled([delivery_id])
    return True


def tell_settled(delivery_ids: Iterable[int]) -> None:
    """Tell what came to rest, once for each subject."""
    settled = Delivery.objects.filter(pk__in=list(delivery_ids))
    for subject in settled.order_by().values_list("subject", flat=True).distinct():
        delivery_settled.tell(SettledFact(subject))
