"""What articles ask of the rooms above."""

from __future__ import annotations

from warta.lib.ports import Port


def _none() -> list[str]:
    return []


# Paths of pages that rooms above have, for the sitemap of what is no article. Their list is tagged `list:stories`.
more_pages: Port[[], list[str]] = Port("articles.more_pages", default=_none)
