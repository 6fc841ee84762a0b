"""The one place that asks what time it is, so that tests can set it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def _system_now() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system_now


def now() -> datetime:
    """The time, aware, in UTC."""
    return _source()


@contextmanager
def clock_at(moment: datetime | Callable[[], datetime]) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block, in every thread of this process."""
    global _source
    before = _source
    _source = moment if callable(moment) else (lambda: moment)
    try:
        yield
    finally:
        _source = before
