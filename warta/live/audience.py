"""Who listens in this process: by channel, by address and by the second of their heartbeat."""

from __future__ import annotations

from collections import Counter
from itertools import count

from warta.lib.tallies import set_level
from warta.live.listener import Listener

BEATS = 20  # each listener hears a heartbeat every so many seconds, a part of them each second


class Audience:
    """`of_address` says how many listen from an address; it is kept in memory alone, and as long as they listen."""

    def __init__(self) -> None:
        self.of_address: Counter[str] = Counter()
        self._by_channel: dict[str, set[Listener]] = {}
        self._by_beat: list[set[Listener]] = [set() for _ in range(BEATS)]
        self._numbers = count()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, listener: Listener) -> None:
        listener.beat = next(self._numbers) % BEATS
        self._by_beat[listener.beat].add(listener)
        self._by_channel.setdefault(listener.wish.channel, set()).add(listener)
        self.of_address[listener.wish.address] += 1
        self._count(1)

    def discard(self, listener: Listener) -> None:
        if listener not in self._by_beat[listener.beat]:
            return
        self._by_beat[listener.beat].remove(listener)
        _remove(self._by_channel, listener.wish.channel, listener)
        self.of_address[listener.wish.address] -= 1
        if not self.of_address[listener.wish.address]:
            del self.of_address[listener.wish.address]
        self._count(-1)

    def on(self, channel: str) -> list[Listener]:
        return list(self._by_channel.get(channel, ()))

    def with_beat(self, number: int) -> list[Listener]:
        return list(self._by_beat[number % BEATS])

    def _count(self, change: int) -> None:
        self._size += change
        set_level("live_listeners", self._size)


def _remove(sets: dict[str, set[Listener]], key: str, listener: Listener) -> None:
    sets[key].remove(listener)
    if not sets[key]:
        del sets[key]
