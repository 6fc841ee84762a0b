"""Questions as queries of the library, and what they find. Every question costs a bounded amount of work.

An intersection costs as much as its rarest word, so words of which each stands in a large part of the archive are
looked for in the newest articles first, and further back only while too few are found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warta.search import ranking
from warta.search.asking import Question, Word
from warta.search.schema import AS_WRITTEN, POSITION_ID, STEMMED, schema

if TYPE_CHECKING:
    import tantivy

ALWAYS = 2**62  # microseconds: after every article
DAY = 86_400 * 1_000_000  # microseconds
WINDOWS_DAYS = (90, 365, 1460)
COUNTED = 100_000  # with more than these with the rarest of the words the newest years are counted alone
COMMON = 50_000  # articles with the rarest of the words: fewer are walked through whole in a few milliseconds
BUDGET = 300_000  # entries of the index that a question of which any word may match reads over the whole archive


@dataclass(frozen=True)
class Filters:
    """What results are narrowed to. Times are microseconds; `until` is excluded."""

    section: str = ""
    kind: str = ""
    language: str = ""
    author_id: int | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Scored:
    """A match: the article, how well it fits, and when it was published."""

    article_id: int
    score: float
    published: int  # microseconds


class Matcher:
    """One searcher and the moment at which it is asked."""

    def __init__(self, searcher: tantivy.Searcher, *, moment: int) -> None:
        from tantivy import FieldType, Occur, Query

        self._searcher, self._moment = searcher, moment
        self._query, self._occur, self._integer = Query, Occur, FieldType.Integer
        self.articles = max(searcher.num_docs - 1, 0)

    def frequency(self, stems: Collection[str]) -> int:
        """In how many articles one of these stems stands, at most."""
        return sum(self._searcher.doc_freq(STEMMED, stem) for stem in stems)

    def with_all(self, question: Question, filters: Filters, *, limit: int) -> list[Scored]:
        """Those that have every required word and phrase."""
        rarest = self._rarest(question)
        if not rarest:
            return []
        query = self._boolean([*self._required(question), *self._helpful(question)])
        if rarest <= COMMON:
            return self._found(query, filters, limit=limit)
        found = self._newest_found(query, filters, limit=limit)
        return found if len(found) >= limit else self._found(query, filters, limit=limit)

    def count_with_all(self, question: Question, filters: Filters) -> tuple[int, bool]:
        """How many have every required word and phrase; and whether there are more, further back than was counted."""
        is_alone = len(question.required) == 1 and not question.phrases and filters == Filters()
        if is_alone:
            return min(self._rarest(question), self.articles), False
        query = self._query.const_score_query(self._boolean(self._required(question)), 0.0)
        if self._rarest(question) <= COUNTED or filters.since is not None:
            return self._count(query, filters), False
        windows = WINDOWS_DAYS if question.phrases else WINDOWS_DAYS[1:]  # a phrase is looked at word by word
        counts = (self._count(query, self._window(filters, days)) for days in windows)
        return next((count for count in counts if count), 0), True

    def with_any(self, question: Question, filters: Filters, *, limit: int) -> list[Scored]:
        """Those that have some of the words, the rarer the better."""
        stems = {stem: word for word in question.words for stem in word.stems}
        chosen = self._affordable(stems)
        query = self._boolean([part for word in question.words for part in self._any_form(word, chosen)])
        found = self._found(query, filters, limit=limit)
        if len(chosen) < len(stems):
            recent = self._boolean([part for word in question.words for part in self._any_form(word, stems)])
            found += self._newest_found(recent, filters, limit=limit)
        return found

    def with_weights(self, words: Mapping[str, float], filters: Filters, *, limit: int) -> list[Scored]:
        """Those that match stems by BM25, each times its weight."""
        chosen = self._affordable(words)
        found = self._found(self._weighted(words, chosen), filters, limit=limit)
        if len(chosen) < len(words):
            found += self._newest_found(self._weighted(words, words), filters, limit=limit)
        return found

    def _affordable(self, stems: Collection[str]) -> Collection[str]:
        frequencies = {stem: self._searcher.doc_freq(STEMMED, stem) for stem in stems}
        chosen = ranking.rarest_within(frequencies, budget=BUDGET)
        return stems if len(chosen) == len(stems) else chosen

    def _rarest(self, question: Question) -> int:
        return min((self.frequency(word.stems) for word in question.required), default=0)

    def _newest_found(self, query: tantivy.Query, filters: Filters, *, limit: int) -> list[Scored]:
        """From the newest articles, and some years back while they are fewer than `limit`."""
        found: list[Scored] = []
        for days in WINDOWS_DAYS:
            if len(found) < limit:
                found = self._found(query, self._window(filters, days), limit=limit)
        return found

    def _count(self, query: tantivy.Query, filters: Filters) -> int:
        found = self._searcher.search(self._narrowed(query, filters), 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # its stub leaves it out

    def _window(self, filters: Filters, days: int) -> Filters:
        until = self._moment if filters.until is None else min(filters.until, self._moment)
        since = max(until - days * DAY, filters.since or 0)
        return Filters(filters.section, filters.kind, filters.language, filters.author_id, since, filters.until)

    def _required(self, question: Question) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        for word in question.required:
            stems = [self._term(STEMMED, stem) for stem in word.stems]
            either = stems[0] if len(stems) == 1 else self._boolean([(self._occur.Should, stem) for stem in stems])
            yield self._occur.Must, either
        for phrase in question.phrases:
            yield self._occur.Must, self._query.phrase_query(schema(), AS_WRITTEN, list(phrase))

    def _helpful(self, question: Question) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        for word in question.required:
            for stem in word.stems:
                yield self._should("title", stem, ranking.TITLE)
                yield self._should("summary", stem, ranking.SUMMARY)
            yield self._should(AS_WRITTEN, word.written, ranking.AS_WRITTEN)

    def _any_form(self, word: Word, chosen: Collection[str]) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        weight = ranking.LIGHT if word.is_light else 1.0
        stems = [stem for stem in word.stems if stem in chosen]
        for stem in stems:
            having = self._searcher.doc_freq(STEMMED, stem)
            coverage = ranking.COVERAGE * ranking.rarity(self.articles, having) * weight
            yield self._should(STEMMED, stem, ranking.TEXT * weight)
            yield self._should("title", stem, ranking.TITLE * weight)
            yield self._should("summary", stem, ranking.SUMMARY * weight)
            yield self._occur.Should, self._query.const_score_query(self._term(STEMMED, stem), coverage)
        if stems:
            yield self._should(AS_WRITTEN, word.written, ranking.AS_WRITTEN * weight)

    def _weighted(self, words: Mapping[str, float], chosen: Collection[str]) -> tantivy.Query:
        return self._boolean([self._should(STEMMED, stem, weight) for stem, weight in words.items() if stem in chosen])

    def _narrowed(self, query: tantivy.Query, filters: Filters) -> tantivy.Query:
        wanted = {"section": filters.section, "kind": filters.kind, "language": filters.language}
        parts = [self._query.term_query(schema(), name, value, "basic") for name, value in wanted.items() if value]
        if filters.author_id is not None:
            parts.append(self._query.term_query(schema(), "authors", filters.author_id))
        if filters.since is not None or filters.until is not None:
            until = ALWAYS if filters.until is None else filters.until - 1
            parts.append(
                self._query.range_query(
                    schema(),
                    "published",
                    self._integer,
                    lower_bound=-ALWAYS if filters.since is None else filters.since,
                    upper_bound=until,
                )
            )
        if not parts:
            return query
        silent = [(self._occur.Must, self._query.const_score_query(part, 0.0)) for part in parts]
        return self._boolean([(self._occur.Must, query), *silent])

    def _found(self, query: tantivy.Query, filters: Filters, *, limit: int) -> list[Scored]:
        hits = self._searcher.search(self._narrowed(query, filters), limit + 1, count=False).hits
        addresses = [address for _score, address in hits]
        ids = self._searcher.fast_field_values("id", addresses)
        published = self._searcher.fast_field_values("published", addresses)
        rows = zip(ids, hits, published, strict=True)
        found = [Scored(int(pk or 0), score, int(at or 0)) for pk, (score, _), at in rows]
        return [one for one in found if one.article_id != POSITION_ID][:limit]

    def _term(self, field: str, value: str) -> tantivy.Query:
        return self._query.term_query(schema(), field, value, "freq")

    def _should(self, field: str, value: str, weight: float) -> tuple[tantivy.Occur, tantivy.Query]:
        return self._occur.Should, self._query.boost_query(self._term(field, value), weight)

    def _boolean(self, parts: Sequence[tuple[tantivy.Occur, tantivy.Query]] | Iterator[object]) -> tantivy.Query:
        return self._query.boolean_query(list(parts))  # type: ignore[arg-type]
