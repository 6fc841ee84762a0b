"""What happens to articles, told to the rooms above."""

from __future__ import annotations

from dataclasses import dataclass

from warta.lib.events import Event


@dataclass(frozen=True)
class ArticleFact:
    """An article and what follows for pressed pages: the tags that show it, and the paths to press at once."""

    article_id: int
    tags: frozenset[str]
    eager: tuple[str, ...] = ()
    is_material: bool = True


article_published: Event[ArticleFact] = Event("article_published")
article_changed: Event[ArticleFact] = Event("article_changed")
article_withdrawn: Event[ArticleFact] = Event("article_withdrawn")
listing_changed: Event[frozenset[str]] = Event("listing_changed")
