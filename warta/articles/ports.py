"""What articles ask of the rooms above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warta.lib.ports import Port


def _none() -> list[str]:
    return []


@dataclass(frozen=True)
class Onward:
    """Where an article leads: `below` are ids to read next, best first, `between` stand among its paragraphs."""

    below: Sequence[int] = ()
    between: frozenset[int] = frozenset()


def _nowhere(_article_id: int) -> Onward:
    return Onward()


def _unfound(_words: str) -> list[int]:
    return []


# Paths of pages that rooms above have, for the sitemap of what is no article. Their list is tagged `list:stories`.
more_pages: Port[[], list[str]] = Port("articles.more_pages", default=_none)

# What the rooms above chose to be read after this article. Without an answer its topics and its section tell.
onward_from: Port[[int], Onward] = Port("articles.onward_from", default=_nowhere)

# Articles in whose published text the words stand, best first: headlines alone the newsroom's listing knows itself.
articles_with_words: Port[[str], list[int]] = Port("articles.articles_with_words", default=_unfound)
