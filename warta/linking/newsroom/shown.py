"""Proposals with what an editor sees of them: headline, section, date, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from warta.articles.models import ArticlePage, SectionPage
from warta.articles.queries import public_articles
from warta.articles.reading.sections import sections_by_slug
from warta.linking.proposals.queries import proposals_for
from warta.linking.ranking.text import Text
from warta.search.asking import question_of
from warta.search.matching import Filters
from warta.search.queries import found_for

FOUND = 8


@dataclass(frozen=True)
class Shown:
    article: ArticlePage
    section: SectionPage | None
    shared: Sequence[str] = ()
    is_same_story: bool = False


def shown_proposals(article: ArticlePage, text: Text, excluding: Collection[int], *, count: int) -> list[Shown]:
    """What continues the text as it is typed, best first."""
    if not text.title.strip() and not text.paragraphs:
        return []
    found = proposals_for(article.pk, text, count=count, excluding=excluding)
    articles, sections = _articles([one.article_id for one in found]), sections_by_slug()
    return [
        Shown(there, sections.get(there.address_section), one.shared, one.is_same_story)
        for one in found
        if (there := articles.get(one.article_id))
    ]


def found_for_words(asked: str, excluding: Collection[int]) -> list[Shown]:
    """What a reader would find. Raises SearchError when the search can't answer."""
    ids = [hit.article_id for hit in found_for(question_of(asked), Filters()).hits if hit.article_id not in excluding]
    articles, sections = _articles(ids[: FOUND * 2]), sections_by_slug()
    there = [articles[pk] for pk in ids if pk in articles][:FOUND]
    return [Shown(one, sections.get(one.address_section)) for one in there]


def _articles(ids: Collection[int]) -> dict[int, ArticlePage]:
    return public_articles().defer("body", "original").in_bulk(list(ids))
