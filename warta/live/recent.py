"""What was told lately, in memory, for listeners who come back. Knows no Django."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from itertools import islice

from warta.live.notices import Event

MOST_EVENTS = 20_000  # some 5 MB
MOST_REPLAYED = 100  # of one channel: who missed more reads the page again


class Recent:
    """Of all channels together at most `MOST_EVENTS`, none held longer than `held_seconds`."""

    def __init__(self, held_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._held_seconds, self._clock = held_seconds, clock
        self._all: deque[tuple[float, Event]] = deque()
        self._of_channel: defaultdict[str, deque[Event]] = defaultdict(deque)

    def add(self, event: Event) -> None:
        now = self._clock()
        self._all.append((now, event))
        self._of_channel[event.channel].append(event)
        while len(self._all) > MOST_EVENTS or self._all[0][0] < now - self._held_seconds:
            self._let_go_of_oldest()

    def since(self, channel: str, position: int) -> bytes:
        """What was told on `channel` after `position`, as it goes over the wire; the last of it when it is much."""
        events = self._of_channel.get(channel, ())
        newer = (event.wire for event in reversed(events) if event.number > position)
        return b"".join(reversed(list(islice(newer, MOST_REPLAYED))))

    def _let_go_of_oldest(self) -> None:
        _, event = self._all.popleft()
        of_channel = self._of_channel[event.channel]
        of_channel.popleft()
        if not of_channel:
            del self._of_channel[event.channel]
