"""What goes out to listeners while there are any: notices as they come, and a heartbeat. Lives in the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from itertools import count

from warta.lib.tallies import tally
from warta.live.audience import Audience
from warta.live.listener import HEARTBEAT, Listener
from warta.live.notices import Event
from warta.live.recent import Recent

AT_ONCE = 100  # written to before other requests have their turn
BEAT_SECONDS = 1.0


class Broadcast:
    """One stretch of time in which somebody listens. Until the notices held are here, listeners wait for an answer."""

    def __init__(self, audience: Audience, *, held_seconds: float) -> None:
        self._audience, self._recent = audience, Recent(held_seconds)
        self._position: int | None = None
        self._is_over = False
        self._waiting: set[Listener] = set()
        self._outgoing: dict[str, list[bytes]] = {}
        self._sending: asyncio.Task[None] | None = None
        self._beating = asyncio.get_running_loop().create_task(self._beat())

    def greet(self, listener: Listener) -> None:
        if self._position is None:
            self._waiting.add(listener)
            return
        after, channel = listener.wish.after, listener.wish.channel
        if after is None:
            listener.greet(self._position, b"")
        else:  # not further than it was: the line may break before all that was missed is there
            listener.greet(min(after, self._position), self._recent.since(channel, after))

    def leave(self, listener: Listener) -> None:
        self._waiting.discard(listener)

    def take(self, events: Sequence[Event], position: int) -> None:
        """What is new; the first time what is held, which goes only to those who come back."""
        if self._is_over:
            return
        is_first, self._position = self._position is None, position
        for event in events:
            self._recent.add(event)
        if is_first:
            self._greet_waiting()
        else:
            self._send(events)

    def fail(self) -> None:
        """Nothing can be known for now: whoever waits had better try again."""
        for listener in list(self._waiting):
            listener.shutdown()

    def end(self) -> None:
        self._is_over = True
        self._beating.cancel()

    def _greet_waiting(self) -> None:
        waiting, self._waiting = self._waiting, set()
        for listener in waiting:
            self.greet(listener)

    def _send(self, events: Iterable[Event]) -> None:
        for event in events:
            self._outgoing.setdefault(event.channel, []).append(event.wire)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.get_running_loop().create_task(self._send_outgoing())

    async def _send_outgoing(self) -> None:
        """Channel by channel; what comes for one meanwhile goes out together."""
        while self._outgoing:
            channel = next(iter(self._outgoing))
            wires, listeners = self._outgoing.pop(channel), self._audience.on(channel)
            await _write(listeners, b"".join(wires))
            tally("live_notices", len(wires))
            tally("live_arrivals", len(wires) * len(listeners))

    async def _beat(self) -> None:
        for number in count():
            await asyncio.sleep(BEAT_SECONDS)
            if self._position is not None:
                await _write(self._audience.with_beat(number), HEARTBEAT)


async def _write(listeners: Sequence[Listener], wire: bytes) -> None:
    for number, listener in enumerate(listeners, start=1):
        listener.write(wire)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
