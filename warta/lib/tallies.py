"""Counters of this process, cheap enough for the hottest path; `/metrics` shows them."""

from __future__ import annotations

import logging
from collections import Counter

Key = tuple[str, tuple[tuple[str, str], ...]]

_tallies: Counter[Key] = Counter()


def tally(name: str, **labels: str) -> None:
    """Count one more `name` with these labels. Labels must be few and never personal."""
    _tallies[name, tuple(sorted(labels.items()))] += 1


def tallies() -> dict[Key, int]:
    """Everything counted since this process began."""
    return dict(_tallies)


class CountErrors(logging.Handler):
    """Tallies what was logged as an error, by the room that logged it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        tally("errors", room=".".join(record.name.split(".")[:2]))
