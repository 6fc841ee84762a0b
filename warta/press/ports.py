"""What the press asks of the rooms above it, so that it can heal after a crash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from warta.lib.ports import Port


@dataclass(frozen=True)
class Change:
    """Something that pages show changed at `at`: its tags, the paths worth pressing at once, those that are gone."""

    tags: frozenset[str]
    at: datetime
    eager: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


changes_since: Port[[datetime], Iterable[Change]] = Port("press.changes_since", lambda _moment: ())
"""What changed since a moment, told or not. The sweep asks it, and marks every page rendered before its change."""

site_changed_at: Port[[], datetime | None] = Port("press.site_changed_at", lambda: None)
"""When the look of everything (name, menu, footer) last changed; None when it never did."""
