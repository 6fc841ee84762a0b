"""How fast each channel may be asked, counted across all processes by `warta.limits`."""

from __future__ import annotations

from warta.lib.limits import Limit
from warta.limits.services import push_back, take, take_all
from warta.outbox.models import TELEGRAM
from warta.outbox.ports import DestinationKind

# Telegram's published figures; its only binding word is 429 with `retry_after`, see `slow_down`.
OVERALL = {TELEGRAM: Limit(30, 1)}
PER_DESTINATION: dict[tuple[str, DestinationKind], Limit] = {
    (TELEGRAM, "person"): Limit(1, 1),
    (TELEGRAM, "channel"): Limit(1, 1),
    # 20 a minute, the first five of them without waiting.
    (TELEGRAM, "group"): Limit(20, 60, burst=5),
}


def seconds_to_wait(channel: str, destination: str, kind: DestinationKind) -> float:
    """Take leave for one call. 0 means go; otherwise nothing was taken."""
    return take_all(
        [
            (f"outbox:{channel}", OVERALL[channel]),
            (f"outbox:{channel}:{destination}", PER_DESTINATION[channel, kind]),
        ]
    )


def slow_down(channel: str, destination: str, seconds: float) -> None:
    """Obey a flood answer: this destination rests, and when a second one hears the same meanwhile, all of them do.

    One busy group must not silence the others, but a flood over all shows as several destinations refused.
    """
    push_back(f"outbox:{channel}:{destination}", seconds)
    if take(f"outbox:{channel}:floods", Limit(1, max(seconds, 1.0))) > 0:
        push_back(f"outbox:{channel}", seconds)
