"""What happens to articles, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from warta.lib.events import Event


@dataclass(frozen=True)
class ArticleFact:
    """An article and what follows for pressed pages.

    `tags` is everything whose pages must be pressed again, `eager` the paths to press at once, `gone` those to remove.
    """

    article_id: int
    tags: frozenset[str]
    eager: tuple[str, ...] = ()
    is_material: bool = True
    gone: tuple[str, ...] = ()


article_published: Event[ArticleFact] = Event("article_published")
article_changed: Event[ArticleFact] = Event("article_changed")
article_withdrawn: Event[ArticleFact] = Event("article_withdrawn")
listing_changed: Event[frozenset[str]] = Event("listing_changed")
