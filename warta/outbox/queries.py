"""What waits, what is stuck and why: read by the worker, the newsroom, `warta doctor` and `/metrics`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from warta.outbox.channels import configured_channels
from warta.outbox.channels.outcomes import Done
from warta.outbox.models import ChannelPause, Delivery, Hold, Operation, State, in_words

# Enough to fill every thread of a worker though some candidates are claimed by others meanwhile.
CANDIDATES = 32


@dataclass(frozen=True)
class Standing:
    """How the outbox stands. `waiting_since` is the oldest delivery that could leave and has not."""

    by_state: dict[str, int]
    waiting_since: datetime | None
    is_held: bool
    pauses: list[ChannelPause]
    unconfigured: list[str]


def next_deliveries(*, busy: Iterable[int], resting: Iterable[tuple[str, str]]) -> list[Delivery]:
    """What may leave now, in order: without those in hand here and without destinations that must rest."""
    if not Delivery.objects.due().exists() or is_held():  # the first is all that an idle worker asks
        return []
    found = (
        Delivery.objects.due()
        .next_of_their_message()
        .filter(channel__in=open_channels())
        .exclude(pk__in=list(busy))
        .order_by("lane", "not_before", "id")
    )
    for channel, destinations in _by_channel(resting).items():
        found = found.exclude(channel=channel, destination__in=destinations)
    return list(found[:CANDIDATES])


def _by_channel(resting: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for channel, destination in resting:
        grouped.setdefault(channel, []).append(destination)
    return grouped


def open_channels() -> set[str]:
    """Configured here and not paused."""
    return set(configured_channels()) - set(ChannelPause.objects.values_list("channel", flat=True))


def is_held() -> bool:
    return Hold.objects.filter(released_at=None).exists()


def last_held_at() -> datetime | None:
    """When sending was last stopped by a restore; what was due before then may already have been sent."""
    return Hold.objects.order_by("-held_at").values_list("held_at", flat=True).first()


def send_of(delivery: Delivery) -> Delivery | None:
    """The delivery that sent the message which `delivery` edits or removes; None when nothing was sent."""
    return (
        Delivery.objects.of_message(delivery)
        .filter(operation=Operation.SEND, state=State.SENT, pk__lt=delivery.pk)
        .order_by("-pk")
        .first()
    )


def is_overtaken(delivery: Delivery) -> bool:
    """Whether a later edit or removal of the same message waits, which makes this one pointless."""
    later = Delivery.objects.of_message(delivery).waiting().filter(pk__gt=delivery.pk)
    return delivery.operation == Operation.EDIT and later.exists()


def deliveries_about(subject: str) -> list[Delivery]:
    return list(Delivery.objects.about(subject).order_by("channel", "destination", "pk"))


def trouble_of(channel: str) -> str:
    """Ask the other side whether it lets us in, without sending anything: what it has against us, "" if nothing."""
    outcome = configured_channels()[channel].probe()
    return "" if isinstance(outcome, Done) else in_words(outcome.why, outcome.detail)


def standing() -> Standing:
    counted = Delivery.objects.values_list("state").annotate(n=Count("id")).order_by()
    oldest = Delivery.objects.due().order_by("not_before").first()
    waiting = set(Delivery.objects.waiting().values_list("channel", flat=True).distinct())
    return Standing(
        by_state=dict(counted),
        waiting_since=oldest.not_before if oldest else None,
        is_held=is_held(),
        pauses=list(ChannelPause.objects.order_by("channel")),
        unconfigured=sorted(waiting - set(configured_channels())),
    )
