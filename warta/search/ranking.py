"""The arithmetic of relevance. Values in, values out.

The index adds up BM25 over the fields, each times its weight. What fields weigh was chosen on one half of
`search_id_questions` (benchmarks/search_quality.py) as far as its passages, which have no headlines, say something;
headline over summary over text is a newspaper's own order.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

TITLE = 2.0
SUMMARY = 0.7
TEXT = 1.0
AS_WRITTEN = 0.6  # a word as it was typed, besides its stem: names, and the very form that was meant
COVERAGE = 0.5  # for having a word at all, times its rarity: having all words counts before having one often
LIGHT = 0.3  # of what another word weighs

# Of two articles that match alike the newer is read. A search is no list of news, so it is a nudge and fades slowly.
NEWS, NEWS_HALF_LIFE_DAYS = 0.25, 14.0
AGE, AGE_HALF_LIFE_DAYS = 0.25, 730.0


def rarity(articles: int, having: int) -> float:
    """The inverse document frequency, as BM25 has it."""
    return math.log(1 + (articles - having + 0.5) / (having + 0.5)) if having <= articles else 0.0


def with_recency(score: float, age_days: float) -> float:
    """The score of an article of this age: up to half as much again for one of this minute."""
    age = max(age_days, 0.0)
    news, years = 0.5 ** (age / NEWS_HALF_LIFE_DAYS), 0.5 ** (age / AGE_HALF_LIFE_DAYS)
    return score * (1 + NEWS * news + AGE * years)


def rarest_within(frequencies: Mapping[str, int], *, budget: int) -> list[str]:
    """The rarest terms whose articles together are at most `budget`: the work of a question has a bound."""
    chosen: list[str] = []
    for term, having in sorted(frequencies.items(), key=lambda item: (item[1], item[0])):
        budget -= having
        if budget < 0:
            break
        chosen.append(term)
    return chosen


def best_of(scored: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Each article once with its best score, best first; of equals the newer number first."""
    best: dict[int, float] = {}
    for pk, score in scored:
        best[pk] = max(score, best.get(pk, score))
    return sorted(best.items(), key=lambda item: (-item[1], -item[0]))
