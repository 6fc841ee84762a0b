"""How far one process knows the notices. Knows no Django.

Numbers are given when a row is written and not when it is committed: on PostgreSQL 6 may be seen before 5. What is
missing between two numbers is looked for as long as a transaction may reasonably take.
"""

from __future__ import annotations

import time
from collections.abc import Callable

LATE_SECONDS = 20.0
MOST_MISSING = 500  # after a jump only the last of what it left out can still be under way


class Position:
    """`newest` is the highest number seen. Each number is new once."""

    def __init__(self, newest: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.newest = newest
        self._clock = clock
        self._missing: dict[int, float] = {}  # since when, in the order of the numbers

    def note(self, number: int) -> bool:
        """Whether it wasn't known."""
        if number <= self.newest:
            return self._missing.pop(number, None) is not None
        now = self._clock()
        for left_out in range(max(self.newest + 1, number - MOST_MISSING), number):
            self._missing[left_out] = now
        self.newest = number
        return True

    def missing(self) -> list[int]:
        """What may still come, without what has been missing for too long: it was rolled back."""
        late = self._clock() - LATE_SECONDS
        self._missing = {number: since for number, since in self._missing.items() if since > late}
        return list(self._missing)

    @property
    def floor(self) -> int:
        """The number up to which everything has been seen: who names it when coming back misses nothing."""
        return next(iter(self._missing), self.newest + 1) - 1
