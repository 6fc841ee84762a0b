"""What is asked of the index: by readers' searches, by the newsroom, and by linking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from warta.lib.clock import now
from warta.search import ranking
from warta.search.asking import Question, question_of
from warta.search.building import built_so_far
from warta.search.entries import changes_after
from warta.search.errors import Unavailable
from warta.search.matching import DAY, Filters, Matcher, Scored
from warta.search.reader import searching
from warta.search.schema import AS_WRITTEN, STEMMED, microseconds
from warta.search.spelling import correction_of
from warta.search.state import position_of

if TYPE_CHECKING:
    import tantivy

MOST_FOUND = 200  # of one question, on all its pages together; who wants more narrows it down
FEW = 10  # a page: fewer articles with all the words, and those with some of them are worth showing
MOST_CORRECTED = 4  # words: each costs a few hundred looks into the vocabulary
NEAR_WORDS = 2000


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


@dataclass(frozen=True)
class Found:
    """`count` articles have all the words; `has_more`: and older ones, which were not counted.

    `is_loose`: the hits go on with articles that have some of the words. `better` is the question as it was probably
    meant, "" when nothing is nearer.
    """

    hits: tuple[Hit, ...] = ()
    count: int = 0
    has_more: bool = False
    is_loose: bool = False
    better: str = ""


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
    articles published strictly before `before`. Where the terms stand in very many articles, the commonest of them
    count in the last three months alone. What is found may be withdrawn since: look before you show. Empty when there
    is no index.
    """
    filters = Filters(language=language or "", until=microseconds(before) if before else None)
    try:
        with searching(index_root()) as searcher:
            matcher = Matcher(searcher, moment=microseconds(now()))
            scored = matcher.with_weights(words, filters, limit=limit + len(excluding))
    except Unavailable:
        return []
    best = ranking.best_of((one.article_id, one.score) for one in scored)
    return [Hit(pk, score) for pk, score in best if pk not in excluding][:limit]


def document_frequencies(words: Collection[str]) -> tuple[int, dict[str, int]]:
    """How many articles there are, and in how many of them each term stands. (0, {}) when there is no index."""
    try:
        with searching(index_root()) as searcher:
            return max(searcher.num_docs - 1, 0), {word: searcher.doc_freq(STEMMED, word) for word in words}
    except Unavailable:
        return 0, {}


def found_for(question: Question, filters: Filters) -> Found:
    """What a reader would find, best first, at most `MOST_FOUND`; raises Unavailable.

    Articles with all the words; when they are few, those with some of the words follow in the order of how well they
    fit, unless there are some in which words in quotation marks stand so. Not all need be public still: look before
    you show.
    """
    if not question.words:
        return Found()
    moment = microseconds(now())
    with searching(index_root()) as searcher:
        matcher = Matcher(searcher, moment=moment)
        whole = matcher.with_all(question, filters, limit=MOST_FOUND)
        is_loose = len(whole) < FEW and len(question.words) > 1 and not (question.phrases and whole)
        loose = matcher.with_any(question, filters, limit=MOST_FOUND) if is_loose else []
        count, has_more = len(whole), False
        if len(whole) >= MOST_FOUND:
            count, has_more = matcher.count_with_all(question, filters)
        better = _better_spelled(question, searcher) if len(whole) < FEW else ""
    hits = tuple(_ranked(loose or whole, moment))
    return Found(hits, count, has_more=has_more, is_loose=len(loose) > len(whole), better=better)


def articles_with_words(words: str) -> list[int]:
    """The public articles in which all the words stand, best first, at most `MOST_FOUND`; none without an index."""
    try:
        found = found_for(question_of(words), Filters())
    except Unavailable:
        return []
    return [hit.article_id for hit in found.hits[: found.count]]


def _ranked(scored: Iterable[Scored], moment: int) -> Iterator[Hit]:
    aged = ((one.article_id, ranking.with_recency(one.score, (moment - one.published) / DAY)) for one in scored)
    return (Hit(pk, score) for pk, score in ranking.best_of(aged)[:MOST_FOUND])


def _better_spelled(question: Question, searcher: tantivy.Searcher) -> str:
    """The question with its misspelled words corrected, "" when none is."""
    corrections = {
        word.written: correction
        for word in question.words[:MOST_CORRECTED]
        if (correction := correction_of(
            word.written,
            frequency=lambda other: searcher.doc_freq(AS_WRITTEN, other),
            beginning_with=lambda beginning: searcher.terms_with_prefix(AS_WRITTEN, beginning, limit=NEAR_WORDS),
        ))
    }  # fmt: skip
    words = [corrections.get(word.written, word.written) for word in question.words]
    return " ".join(words) if corrections else ""
