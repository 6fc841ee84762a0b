"""How fast each channel may be asked, counted across all processes by `warta.limits`."""

from __future__ import annotations

from django.conf import settings

from warta.lib.limits import Limit
from warta.limits.services import push_back, take, take_all, wait_of
from warta.outbox.models import TELEGRAM, Lane
from warta.outbox.ports import DestinationKind

# Telegram's published figures; its only binding word is 429 with `retry_after`, see `slow_down`.
OVERALL = {TELEGRAM: Limit(30, 1)}
PER_DESTINATION: dict[tuple[str, DestinationKind], Limit] = {
    (TELEGRAM, "person"): Limit(1, 1),
    (TELEGRAM, "channel"): Limit(1, 1),
    # 20 a minute, the first five of them without waiting.
    (TELEGRAM, "group"): Limit(20, 60, burst=5),
}
# Mail that is no code leaves at three quarters of the rate, so that a code finds room at any moment.
FAN_OUT_PARTS, PARTS = 3, 4


def seconds_to_wait(channel: str, destination: str, kind: DestinationKind, *, lane: int = Lane.SELECTED) -> float:
    """Take leave for one call. 0 means go; otherwise nothing was taken."""
    wanted = _of_channel(channel, lane)
    if (channel, kind) in PER_DESTINATION:
        wanted.append((f"outbox:{channel}:{destination}", PER_DESTINATION[channel, kind]))
    return take_all(wanted)


def seconds_until_open(channel: str, *, lane: int) -> float:
    """How long the channel as a whole takes nothing more of this lane. Takes nothing."""
    return wait_of(_of_channel(channel, lane))


def _of_channel(channel: str, lane: int) -> list[tuple[str, Limit]]:
    if channel in OVERALL:
        return [(f"outbox:{channel}", OVERALL[channel])]
    rate = settings.MAIL_PLACE.per_second
    wanted = [(f"outbox:{channel}", Limit(rate, 1))]
    if lane != Lane.CODES:
        wanted.append((f"outbox:{channel}:fan-out", Limit(rate * FAN_OUT_PARTS, PARTS)))
    return wanted


def slow_down(channel: str, destination: str, seconds: float) -> None:
    """Obey a flood answer: this destination rests, and when a second one hears the same meanwhile, all of them do.

    One busy group must not silence the others, but a flood over all shows as several destinations refused.
    """
    push_back(f"outbox:{channel}:{destination}", seconds)
    if take(f"outbox:{channel}:floods", Limit(1, max(seconds, 1.0))) > 0:
        push_back(f"outbox:{channel}", seconds)
