"""What articles ask of the rooms above."""

from __future__ import annotations

from collections.abc import Sequence

from warta.lib.ports import Port


def _none() -> list[str]:
    return []


def _no_articles(_article_id: int) -> Sequence[int]:
    return ()


# Paths of pages that rooms above have, for the sitemap of what is no article. Their list is tagged `list:stories`.
more_pages: Port[[], list[str]] = Port("articles.more_pages", default=_none)

# Ids of the articles that best continue this one, best first. Without an answer its topics and its section tell.
articles_to_read_next: Port[[int], Sequence[int]] = Port("articles.articles_to_read_next", default=_no_articles)
