"""What a check found, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["wrong", "warning"]


@dataclass(frozen=True)
class Finding:
    """What is the matter and what to do about it, a sentence each. `wrong` makes doctor's exit code 1."""

    level: Level
    what: str
    do: str


@dataclass(frozen=True)
class Check:
    """One thing to look at. Checks that need the database are left out when one that `is_ground` found something."""

    name: str
    look: Callable[[], Iterable[Finding]]
    is_ground: bool = False
    needs_database: bool = False
    needs_network: bool = False


def wrong(what: str, do: str) -> Finding:
    return Finding("wrong", what, do)


def warning(what: str, do: str) -> Finding:
    return Finding("warning", what, do)
