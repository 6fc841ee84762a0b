"""Articles as the ranking wants them: from the database, or as they are being written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from warta.articles.models import ArticlePage
from warta.articles.reading.body import blocks_of
from warta.linking.ranking.text import Text, rarity_among
from warta.search.entries import body_text, text_of_blocks
from warta.search.queries import document_frequencies

FIELDS = ("pk", "title", "summary", "language", "address_section", "dateline", "editor_id", "first_published_at")


def texts_of(ids: Collection[int]) -> dict[int, Text]:
    """These articles by id, in whatever state they are. Read-also lines in a text are data by then and no words."""
    # The text as it is stored: made into blocks it would take ten times as long to read.
    rows = ArticlePage.objects.filter(pk__in=ids).annotate(stored=Cast("body", TextField()))
    topics = topics_of(ids)
    return {
        pk: _text(body_text(stored), topics[pk], *fields) for stored, pk, *fields in rows.values_list("stored", *FIELDS)
    }


def text_of(article: ArticlePage) -> Text:
    """The text of an article that was read already."""
    values = [getattr(article, name) for name in FIELDS[1:]]
    return _text(text_of_blocks(blocks_of(article.body)), topics_of([article.pk])[article.pk], *values)


def text_as_written(article: ArticlePage, fields: Mapping[str, Any]) -> Text:
    """An article with what its writer has typed so far: `title`, `summary` and `paragraphs`."""
    stored = texts_of([article.pk]).get(article.pk) if article.pk else None
    paragraphs = tuple(str(words) for words in fields.get("paragraphs") or () if str(words).strip())
    title, summary = str(fields.get("title") or ""), str(fields.get("summary") or "")
    return replace(stored or Text(""), title=title, summary=summary, paragraphs=paragraphs)


def topics_of(ids: Collection[int]) -> dict[int, frozenset[int]]:
    """The topics of each article, by their ids."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ArticlePage.topics.through.objects.filter(articlepage_id__in=ids)
    for article_id, topic_id in rows.values_list("articlepage_id", "topic_id"):
        found[article_id].add(topic_id)
    return defaultdict(frozenset, {pk: frozenset(topics) for pk, topics in found.items()})


def rarity(terms: Iterable[str]) -> dict[str, float]:
    """How rare each of the terms is in the archive; all alike while there is no index."""
    wanted = set(terms)
    articles, having = document_frequencies(wanted)
    return {term: rarity_among(articles, having.get(term, 0)) for term in wanted}


def _text(
    body: str,
    topics: frozenset[int],
    title: str,
    summary: str,
    language: str,
    section: str,
    place: str,
    editor_id: int | None,
    published_at: datetime | None,
) -> Text:
    return Text(
        title=title, summary=summary, paragraphs=tuple(body.split("\n")), language=language,
        section=section, place=place, editor=editor_id or 0, topics=topics,
        published=published_at.timestamp() if published_at else 0.0,
    )  # fmt: skip
