"""How hard the press's own book-keeping is written: less hard than an article, since the sweep can restore it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Commit inside the block without waiting until the disk has it: with SQLite that wait is most of a small commit.

    A killed process loses nothing by it. A power cut may lose the last moments, and never what comes before something
    kept: writes reach the disk in their order. Inside a transaction it changes nothing.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    before = _synchronous()
    _set_synchronous("NORMAL")
    try:
        yield
    finally:
        _set_synchronous(before)


def _synchronous() -> str:
    with connection.cursor() as cursor:
        return str(cursor.execute("PRAGMA synchronous").fetchone()[0])


def _set_synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
