"""What the theme asks the rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warta.lib.ports import Port


@dataclass(frozen=True)
class MenuEntry:
    """A line of the site's menu; `path` is bare, without a language before it."""

    name: str
    path: str


def _no_entries() -> Sequence[MenuEntry]:
    return ()


menu_of_site: Port[[], Sequence[MenuEntry]] = Port("menu_of_site", _no_entries)
