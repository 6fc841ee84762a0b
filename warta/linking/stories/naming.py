"""What a story is called until an editor names it: words that its own headlines share. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from warta.linking.stories.gathering import EMPTY
from warta.search.terms import terms_of

SHORTEST, LONGEST = 2, 6  # words of a name
LONGEST_HEADLINE = 70  # characters, where no words are shared
BREAK = re.compile(r"[,:;!?|–—\"“”()\[\]]+")


def name_of(headlines: Sequence[str], weights: Mapping[str, float], language: str) -> str:
    """The run of words that most headlines hold and that weighs most in the story; else the most typical headline.

    `headlines` is not empty.
    """
    runs = [dict(_runs_of(headline, language)) for headline in headlines]
    held = Counter(key for found in runs for key in found)
    needed = max(2, (len(headlines) + 1) // 2)
    shared = [key for key, count in held.items() if count >= needed]
    if not shared:
        return _typical(headlines, weights, language)
    best = max(shared, key=lambda key: (sum(weights.get(term, 0.0) for term in key), held[key], key))
    if sum(weights.get(term, 0.0) for term in best) < 2 * max(weights.values(), default=1.0) / 3:
        return _typical(headlines, weights, language)
    spellings = Counter(found[best] for found in runs if best in found)
    words = max(spellings.items(), key=lambda pair: (pair[1], pair[0]))[0]
    return words[:1].upper() + words[1:]


def _runs_of(headline: str, language: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Runs of words between marks, by their terms: none begins or ends with an empty word."""
    for part in BREAK.split(headline):
        words = part.split()
        terms = [_term(word, language) for word in words]
        for start in range(len(words)):
            for end in range(start + SHORTEST, min(len(words), start + LONGEST) + 1):
                if _carries(terms[start]) and _carries(terms[end - 1]):
                    yield tuple(terms[start:end]), " ".join(words[start:end]).strip(".'’‘ ")


def _term(word: str, language: str) -> str:
    return " ".join(terms_of(word, language))


def _carries(term: str) -> bool:
    return len(term) > 2 and term not in EMPTY


def _typical(headlines: Sequence[str], weights: Mapping[str, float], language: str) -> str:
    def weight(headline: str) -> float:
        return sum(weights.get(term, 0.0) for term in set(terms_of(headline, language)))

    headline = max(headlines, key=lambda one: (weight(one), one))
    if len(headline) <= LONGEST_HEADLINE:
        return headline
    return headline[:LONGEST_HEADLINE].rsplit(" ", 1)[0].rstrip(" ,:;-–") + "…"
