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
# Mail that is no code leaves at three quarters of the rate; the last quarter is the codes' own, so that none waits for
# news, and when there are more of them they take of the rest besides.
FAN_OUT_PARTS, PARTS = 3, 4


def seconds_to_wait(channel: str, destination: str, kind: DestinationKind, *, lane: int = Lane.SELECTED) -> float:
    """Take leave for one call. 0 means go; otherwise nothing was taken."""
    place = [(f"outbox:{channel}:{destination}", limit) for limit in _of_destination(channel, kind)]
    waits = []
    for share in _shares(channel, lane):
        wait = take_all([share, *place])
        if wait == 0:
            return 0.0
        waits.append(wait)
    return min(waits)


def seconds_until_open(channel: str, *, lane: int) -> float:
    """How long the channel as a whole takes nothing more of this lane. Takes nothing."""
    return min(wait_of([share]) for share in _shares(channel, lane))


def slow_down(channel: str, destination: str, seconds: float) -> None:
    """Obey a flood answer: this destination rests, and when a second one hears the same meanwhile, all of them do.

    One busy group must not silence the others, but a flood over all shows as several destinations refused.
    """
    push_back(f"outbox:{channel}:{destination}", seconds)
    if take(f"outbox:{channel}:floods", Limit(1, max(seconds, 1.0))) > 0:
        for key, _limit in _shares(channel, Lane.CODES):
            push_back(key, seconds)


def _of_destination(channel: str, kind: DestinationKind) -> list[Limit]:
    """Nothing for mail: a mailbox has no rate of its own, and whoever writes to one many times limits that before."""
    return [PER_DESTINATION[channel, kind]] if (channel, kind) in PER_DESTINATION else []


def _shares(channel: str, lane: int) -> list[tuple[str, Limit]]:
    """What a delivery of this lane may take from, in order: any of them is enough."""
    if channel in OVERALL:
        return [(f"outbox:{channel}", OVERALL[channel])]
    rate = settings.MAIL_PLACE.per_second
    all_may = (f"outbox:{channel}", Limit(rate * FAN_OUT_PARTS, PARTS))
    if lane != Lane.CODES:
        return [all_may]
    return [(f"outbox:{channel}:codes", Limit(rate, PARTS, burst=max(rate // 2, 1))), all_may]
