"""Brings the notices of all processes to this one's hub, in a thread of its own, as long as somebody listens."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from contextlib import suppress

from django.db import DatabaseError, connection

from warta.live import doorbell
from warta.live.notices import Event, Inbox, Told, wire_of
from warta.live.position import Position
from warta.live.queries import notices_after, notices_held
from warta.live.recent import MOST_EVENTS
from warta.live.valkey import Line

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2  # without Valkey: half of it is what a notice of another process waits on average
SAFETY_SECONDS = 5.0  # with Valkey: who told it may have died between the commit and the message
HEAR_SECONDS = 1.0
TROUBLE_SECONDS = 1.0


class Feed(threading.Thread):
    """Begins by handing over what is held, so that whoever comes back misses nothing of it."""

    def __init__(self, inbox: Inbox, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="live feed", daemon=True)
        self._inbox, self._loop = inbox, loop
        self._line, self._ended = Line(), threading.Event()
        self._look_at = 0.0

    def end(self) -> None:
        """Ask it to end; it does within a second or so."""
        self._ended.set()

    def run(self) -> None:
        position = None
        with suppress(RuntimeError):  # the loop was closed meanwhile
            while not self._ended.is_set() and not self._loop.is_closed():
                position = self._round(position)
        self._line.close()
        connection.close()

    def _round(self, position: Position | None) -> Position | None:
        """How far the notices are known after it."""
        try:
            return self._begin() if position is None else self._go_on(position)
        except DatabaseError as error:
            log.warning("notices can't be read for now", extra={"reason": type(error).__name__})
            connection.close()
            if position is None:
                self._loop.call_soon_threadsafe(self._inbox.fail)
            self._ended.wait(TROUBLE_SECONDS)
            return position

    def _begin(self) -> Position:
        held = notices_held(MOST_EVENTS)
        position = Position(held[0].number - 1 if held else 0)
        self._deliver(_new_of(held, position), position)
        return position

    def _go_on(self, position: Position) -> Position:
        if events := _new_of(self._next(position), position):
            self._deliver(events, position)
        return position

    def _next(self, position: Position) -> list[Told]:
        """What came, after waiting for it."""
        if not self._line.is_open:
            if not self._line.open():
                doorbell.wait(LOOK_SECONDS)
            return self._look(position)  # also for what was told before the line was open
        heard = self._line.hear(HEAR_SECONDS)
        is_due = time.monotonic() >= self._look_at or not self._line.is_open
        return [*heard, *self._look(position)] if is_due else heard

    def _look(self, position: Position) -> list[Told]:
        self._look_at = time.monotonic() + SAFETY_SECONDS
        return notices_after(position.newest, or_of=position.missing())

    def _deliver(self, events: list[Event], position: Position) -> None:
        self._loop.call_soon_threadsafe(self._inbox.take, events, position.floor)


def _new_of(heard: list[Told], position: Position) -> list[Event]:
    return [
        Event(told.number, told.channel, wire_of(told.payload, position=position.floor))
        for told in heard
        if position.note(told.number)
    ]
