"""What is asked of the index: by readers' searches, by the newsroom, and by linking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from warta.lib.clock import now
from warta.search.building import built_so_far
from warta.search.entries import changes_after
from warta.search.errors import Unavailable
from warta.search.reader import searching
from warta.search.schema import POSITION_ID, STEMMED, microseconds, schema
from warta.search.state import position_of

if TYPE_CHECKING:
    import tantivy


@dataclass(frozen=True)
class Hit:
    """An article that was found. Scores compare within one question only."""

    article_id: int
    score: float


@dataclass(frozen=True)
class IndexState:
    """How the index of this machine stands. `built`: what one that is being built holds already."""

    is_there: bool
    articles: int = 0
    built: int = 0
    behind_seconds: float = 0.0


def index_state() -> IndexState:
    """For doctor and for whoever waits for a rebuild."""
    root = index_root()
    try:
        with searching(root) as searcher:
            position, articles = position_of(searcher), max(searcher.num_docs - 1, 0)
    except Unavailable:
        return IndexState(is_there=False, built=built_so_far(root))
    waiting = changes_after(position, limit=1) if position else []
    behind = (microseconds(now()) - waiting[0].changed) / 1_000_000 if waiting else 0.0
    return IndexState(is_there=True, articles=articles, behind_seconds=max(behind, 0.0))


def index_root() -> Path:
    """Where this machine keeps its index."""
    return Path(settings.SEARCH_ROOT)


def similar_to(
    words: Mapping[str, float],
    *,
    before: datetime | None,
    limit: int,
    language: str | None,
    excluding: Collection[int],
) -> list[Hit]:
    """The articles that best match the terms by BM25, each times its weight; best first.

    Terms are as `warta.search.terms.terms_of` gives them, and are looked for in headline, summary and text. Only
    articles published strictly before `before`. What is found may be withdrawn since: look before you show. Empty when
    there is no index.
    """
    try:
        with searching(index_root()) as searcher:
            query = _narrowed(_any_of(words), before=before, language=language)
            found = searcher.search(query, limit + len(excluding) + 1, count=False).hits
            return _hits(searcher, found, {POSITION_ID, *excluding})[:limit]
    except Unavailable:
        return []


def document_frequencies(words: Collection[str]) -> tuple[int, dict[str, int]]:
    """How many articles there are, and in how many of them each term stands. (0, {}) when there is no index."""
    try:
        with searching(index_root()) as searcher:
            return max(searcher.num_docs - 1, 0), {word: searcher.doc_freq(STEMMED, word) for word in words}
    except Unavailable:
        return 0, {}


def _any_of(words: Mapping[str, float]) -> tantivy.Query:
    from tantivy import Occur, Query

    terms = ((Query.term_query(schema(), STEMMED, word, "freq"), weight) for word, weight in words.items())
    return Query.boolean_query([(Occur.Should, Query.boost_query(term, weight)) for term, weight in terms])


def _narrowed(query: tantivy.Query, *, before: datetime | None, language: str | None) -> tantivy.Query:
    from tantivy import FieldType, Occur, Query

    filters = []
    if before is not None:
        until = microseconds(before)
        filters.append(
            Query.range_query(schema(), "published", FieldType.Integer, upper_bound=until, include_upper=False)
        )
    if language:
        filters.append(Query.term_query(schema(), "language", language, "basic"))
    if not filters:
        return query
    silent = ((Occur.Must, Query.const_score_query(one, 0.0)) for one in filters)
    return Query.boolean_query([(Occur.Must, query), *silent])


def _hits(
    searcher: tantivy.Searcher, found: Sequence[tuple[float, tantivy.DocAddress]], unwanted: Collection[int]
) -> list[Hit]:
    ids = searcher.fast_field_values("id", [address for _score, address in found])
    scores = (score for score, _address in found)
    return [Hit(int(pk), score) for pk, score in zip(ids, scores, strict=True) if pk is not None and pk not in unwanted]
