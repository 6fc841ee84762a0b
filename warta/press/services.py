"""Everything that writes to the store and to what the press knows of it."""

from __future__ import annotations

from collections.abc import Iterable


def changed(tags: Iterable[str], eager: Iterable[str] = ()) -> None:
    """What is behind `tags` changed: pages showing it are stale, `eager` paths are pressed at once. Safe to repeat."""


def purge(tags: Iterable[str], gone: Iterable[str] = (), eager: Iterable[str] = ()) -> None:
    """As `changed`, for a withdrawal: the pages at `gone` leave the store before anything else. Safe to repeat."""


def site_changed() -> None:
    """The look of everything changed: nothing pressed before is served any more. Safe to repeat."""


def empty_store() -> None:
    """Serve nothing that was pressed before and forget it, as after a restore. Safe to repeat."""
