"""The comments that were written for Warta: patterns with slots, and what they say when the slots are filled."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Patterns:
    slots: Mapping[str, tuple[str, ...]]
    abusive: tuple[str, ...]
    civil: tuple[str, ...]


def patterns_of(text: str) -> Patterns:
    """Read a file of patterns. Raises ValueError, which names the line."""
    slots: dict[str, tuple[str, ...]] = {}
    sorted_in: dict[str, list[str]] = {"+": [], "-": []}
    for number, line in enumerate(text.splitlines(), 1):
        mark, _space, rest = line.partition(" ")
        if mark in sorted_in:
            sorted_in[mark].append(rest)
        elif mark.startswith("[") and mark.endswith("]"):
            slots[mark[1:-1]] = tuple(rest.split("|"))
        elif line and mark != "#":
            raise ValueError(f"line {number} of the sentences begins with neither +, -, [slot] nor #")
    return Patterns(slots, tuple(sorted_in["+"]), tuple(sorted_in["-"]))


def comments_from(patterns: Patterns, *, each: int, seed: int) -> Iterator[tuple[str, bool]]:
    """Up to `each` different comments of each pattern with whether they are abusive; the same for the same seed."""
    choice = random.Random(seed)  # noqa: S311 - not a secret; the same seed must give the same comments
    for is_abusive, group in ((True, patterns.abusive), (False, patterns.civil)):
        for pattern in group:
            filled = dict.fromkeys(_filled(pattern, patterns.slots, choice) for _time in range(each))
            yield from ((text, is_abusive) for text in filled)


def _filled(pattern: str, slots: Mapping[str, tuple[str, ...]], choice: random.Random) -> str:
    return _SLOT.sub(lambda slot: choice.choice(slots[slot[1]]), pattern)
