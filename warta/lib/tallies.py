"""Counters and levels of this process, cheap enough for the hottest path; `/metrics` shows them."""

from __future__ import annotations

import logging
from collections import Counter

Key = tuple[str, tuple[tuple[str, str], ...]]

_tallies: Counter[Key] = Counter()
_levels: dict[str, float] = {}


def tally(name: str, by: int = 1, /, **labels: str) -> None:
    """Count one more `name` with these labels, or `by` more. Labels must be few and never personal."""
    _tallies[name, tuple(sorted(labels.items()))] += by


def set_level(name: str, value: float) -> None:
    """Say how much there is of `name` now."""
    _levels[name] = value


def tallies() -> dict[Key, int]:
    """Everything counted since this process began."""
    return dict(_tallies)


def levels() -> dict[str, float]:
    """What there is now of everything that rises and falls."""
    return dict(_levels)


class CountErrors(logging.Handler):
    """Tallies what was logged as an error, by the room that logged it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        tally("errors", room=".".join(record.name.split(".")[:2]))
