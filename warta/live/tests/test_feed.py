"""The feed on a real database, and what it does for an event loop that runs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from warta.live import doorbell, feed
from warta.live.feed import Feed
from warta.live.models import Notice
from warta.live.notices import Event
from warta.live.queries import notices_held
from warta.live.services import tell

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 20


class Heard:
    """An inbox that remembers."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.position, self.failures = -1, 0
        self.changed = threading.Condition()

    def take(self, events: Sequence[Event], position: int) -> None:
        with self.changed:
            self.events.extend(events)
            self.position = position
            self.changed.notify_all()

    def fail(self) -> None:
        with self.changed:
            self.failures += 1
            self.changed.notify_all()

    def wait_until(self, is_so: Callable[[Heard], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: is_so(self), PATIENCE_SECONDS), "waited in vain"

    @property
    def said(self) -> list[str]:
        return [event.wire.decode() for event in self.events]


@contextmanager
def fed() -> Iterator[Heard]:
    """What a feed brings, from when it has begun."""
    heard, loop = Heard(), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    present = Feed(heard, loop)
    thread.start()
    present.start()
    try:
        heard.wait_until(lambda so_far: so_far.position >= 0 or so_far.failures > 0)
        yield heard
    finally:
        present.end()
        present.join(PATIENCE_SECONDS)
        assert not present.is_alive()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_what_is_held_comes_first_and_then_what_is_told() -> None:
    tell("article-7", {"comments": 1})
    with fed() as heard:
        assert [event.channel for event in heard.events] == ["article-7"]
        tell("article-8", {"comments": 2})
        heard.wait_until(lambda so_far: len(so_far.events) == 2)
    assert heard.events[1].wire == f'id: {heard.events[1].number}\ndata: {{"comments":2}}\n\n'.encode()


def test_what_another_process_told_is_found_without_a_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    with fed() as heard:
        tell("article-7", {"comments": 1})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)


def test_of_a_burst_each_notice_comes_once_and_in_order() -> None:
    with fed() as heard:
        for number in range(300):
            tell("article-7", {"comments": number})
        heard.wait_until(lambda so_far: len(so_far.events) >= 300)
    assert [event.number for event in heard.events] == sorted({event.number for event in heard.events})
    assert len(heard.events) == 300


def test_what_is_committed_late_is_heard_and_waited_for() -> None:
    if connection.vendor == "sqlite":
        # There a number is given by who alone may write, so rows appear in their order; this stands for PostgreSQL.
        tell("article-7", {"comments": 0})
        first = Notice.objects.get().pk
        with fed() as heard:
            Notice.objects.create(pk=first + 2, channel="article-7", payload={"comments": 2})
            heard.wait_until(lambda so_far: len(so_far.events) == 2)
            Notice.objects.create(pk=first + 1, channel="article-7", payload={"comments": 1})
            heard.wait_until(lambda so_far: len(so_far.events) == 3)
    else:
        first, heard = _hear_two_tellers()
    positions = [int(wire.partition("\n")[0].removeprefix("id: ")) for wire in heard.said]
    assert [event.number - first for event in heard.events] == [0, 2, 1]
    assert [position - first for position in positions] == [0, 0, 2]


def _hear_two_tellers() -> tuple[int, Heard]:
    """One begins first and commits last."""
    tell("article-7", {"comments": 0})
    first = Notice.objects.get().pk
    has_told, may_commit = threading.Event(), threading.Event()

    def tell_late() -> None:
        with transaction.atomic():
            tell("article-7", {"comments": 1})
            has_told.set()
            may_commit.wait(PATIENCE_SECONDS)
        connection.close()

    late = threading.Thread(target=tell_late)
    with fed() as heard:
        late.start()
        has_told.wait(PATIENCE_SECONDS)
        tell("article-7", {"comments": 2})
        heard.wait_until(lambda so_far: len(so_far.events) == 2)
        may_commit.set()
        heard.wait_until(lambda so_far: len(so_far.events) == 3)
        late.join()
    return first, heard


def test_a_database_that_is_away_is_said_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held, is_away = notices_held, True

    def away(most: int) -> object:
        if is_away:
            raise DatabaseError("away")
        return held(most)

    monkeypatch.setattr(feed, "notices_held", away)
    monkeypatch.setattr(feed, "TROUBLE_SECONDS", 0.01)
    with fed() as heard:
        assert heard.failures > 0
        is_away = False
        tell("article-7", {"comments": 1})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)
