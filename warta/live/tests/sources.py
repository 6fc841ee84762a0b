"""Stands where the feed is: hands over what a test tells."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from warta.live.notices import Event, Inbox, wire_of


class ByHand:
    """Made once and given to a hub as the maker of its source. `held` is what was told before anybody listened."""

    def __init__(self, held: Sequence[Event] = ()) -> None:
        self.held, self.number = list(held), len(held)
        self.begun, self.ended = 0, 0

    def __call__(self, inbox: Inbox, loop: asyncio.AbstractEventLoop) -> ByHand:
        self.inbox, self.loop = inbox, loop
        return self

    def start(self) -> None:
        self.begun += 1
        self.loop.call_soon_threadsafe(self.inbox.take, list(self.held), self.number)

    def end(self) -> None:
        self.ended += 1

    def tell(self, channel: str, **payload: int | str) -> None:
        """From any thread."""
        self.number += 1
        event = Event(self.number, channel, wire_of(payload, position=self.number))
        self.held.append(event)
        self.loop.call_soon_threadsafe(self.inbox.take, [event], self.number)
