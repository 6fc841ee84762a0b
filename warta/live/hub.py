"""Who may listen in this process, and when notices are brought here. Belongs to the event loop's thread."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

from warta.lib.tallies import tally
from warta.live.audience import Audience
from warta.live.broadcast import Broadcast
from warta.live.channels import is_channel
from warta.live.listener import Listener, Wish
from warta.live.notices import Inbox

log = logging.getLogger(__name__)

MOST_LISTENERS = 20_000
MOST_OF_ONE_ADDRESS = 200  # an office, a school, or many telephones behind one address of their network
LINGER_SECONDS = 10.0  # when the last one leaves, the next is mostly on the way


class Refusal(Enum):
    """Why somebody may not listen."""

    NO_CHANNEL = auto()
    NOT_PLAIN = auto()
    TOO_MANY = auto()
    TOO_MANY_OF_ONE_ADDRESS = auto()


class Source(Protocol):
    """What brings the notices, from `start` to `end`."""

    def start(self) -> None: ...

    def end(self) -> None: ...


class Hub:
    """`make_source` is asked for one as soon as somebody listens; it ends a while after the last one left."""

    def __init__(
        self,
        make_source: Callable[[Inbox, asyncio.AbstractEventLoop], Source],
        *,
        held_seconds: float,
        most: int = MOST_LISTENERS,
        most_of_one_address: int = MOST_OF_ONE_ADDRESS,
    ) -> None:
        self._make_source, self._held_seconds = make_source, held_seconds
        self._most, self._most_of_one_address = most, most_of_one_address
        self._audience = Audience()
        self._present: tuple[Broadcast, Source] | None = None
        self._has_warned = False

    def __len__(self) -> int:
        return len(self._audience)

    def refusal(self, wish: Wish) -> Refusal | None:
        """Why this wish is not granted; None when it is."""
        if not is_channel(wish.channel):
            return Refusal.NO_CHANNEL
        if self._audience.of_address[wish.address] >= self._most_of_one_address:
            self._warn_of_proxy()
            return Refusal.TOO_MANY_OF_ONE_ADDRESS
        return Refusal.TOO_MANY if len(self) >= self._most else None

    def join(self, listener: Listener) -> None:
        self._audience.add(listener)
        tally("live_joined")
        self._broadcast().greet(listener)

    def leave(self, listener: Listener) -> None:
        self._audience.discard(listener)
        if self._present:
            self._present[0].leave(listener)
        if not len(self):
            asyncio.get_running_loop().call_later(LINGER_SECONDS, self._rest)

    def _broadcast(self) -> Broadcast:
        if self._present is None:
            broadcast = Broadcast(self._audience, held_seconds=self._held_seconds)
            source = self._make_source(broadcast, asyncio.get_running_loop())
            source.start()
            self._present = broadcast, source
        return self._present[0]

    def _rest(self) -> None:
        if self._present and not len(self):
            broadcast, source = self._present
            self._present = None
            broadcast.end()
            source.end()

    def _warn_of_proxy(self) -> None:
        if not self._has_warned:
            self._has_warned = True
            log.warning(
                "More listeners come from one address than may. If it is that of your own proxy, "
                "name it in WARTA_TRUSTED_PROXIES."
            )
