"""What a reader would point at: insults of the list in what surrounds them, as a handful of numbers.

"Bodoh" said of a person, of a policy, of oneself, or quoted, is the same word and not the same thing: each find weighs
what its surroundings leave of it. Linear in the number of words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from warta.comments.civility.lexicon import INSULTING, KINDS, Lexicon
from warta.comments.reading.words import Word

BEFORE, AFTER, FAR_BEFORE = 3, 2, 5  # words around a find that are looked at
ALONE = 2  # words: an animal's name that is all there is means somebody
SHORT = 6  # words: in so short a comment an insult is all that it says
MOST_OF_A_KIND = 2.0  # more of the same makes nothing worse
CLAUSE_ENDS = frozenset("!?")
# Kinds that change what others weigh and say nothing by themselves.
CONTEXT_KINDS = frozenset({"person", "thing", "frame", "negation", "first", "you"})
NAMES = (*(kind for kind in KINDS if kind not in CONTEXT_KINDS), "you", "shouted", "disguised", "short")


class Find(NamedTuple):
    """Words `first` up to `end` of the text are of this kind."""

    kind: str
    first: int
    end: int


@dataclass(frozen=True)
class Factors:
    """What the surroundings leave of an insult."""

    thing: float = 0.35
    framed: float = 0.5
    negated: float = 0.3
    own: float = 0.25  # said of oneself
    directed: float = 1.5
    of_nobody: float = 0.2  # an animal's name with nobody near whom it could mean


@dataclass
class Reading:
    """The numbers of one text, and for each find how much of it was left."""

    values: dict[str, float] = field(default_factory=dict)
    finds: list[tuple[Find, float]] = field(default_factory=list)


def reading_of(words: Sequence[Word], lexicon: Lexicon, factors: Factors) -> Reading:
    """The numbers by name; what is not named is nothing."""
    finds = finds_in(words, lexicon)
    kinds = ["" for _word in words]
    for find in finds:
        kinds[find.first : find.end] = [find.kind] * (find.end - find.first)
    reading = Reading()
    for find in finds:
        left = factor_of(find, kinds, words, factors) if find.kind in INSULTING else 1.0
        reading.finds.append((find, left))
        _add(reading.values, find.kind, left)
        if find.kind in INSULTING:
            _add_shape(reading.values, find, words, left)
    return reading


def finds_in(words: Sequence[Word], lexicon: Lexicon) -> list[Find]:
    """What of the list stands in the text, the longest phrase first, nothing twice."""
    finds: list[Find] = []
    at = 0
    while at < len(words):
        find = _find_at(at, words, lexicon)
        if find:
            finds.append(find)
        at = find.end if find else at + 1
    return finds


def _find_at(at: int, words: Sequence[Word], lexicon: Lexicon) -> Find | None:
    for phrase, kind in lexicon.phrases.get(words[at].text, ()):
        if tuple(word.text for word in words[at : at + len(phrase)]) == phrase:
            return Find(kind, at, at + len(phrase))
    kind_alone = lexicon.kind_of.get(words[at].text)
    return Find(kind_alone, at, at + 1) if kind_alone else None


def factor_of(find: Find, kinds: Sequence[str], words: Sequence[Word], factors: Factors) -> float:
    """What is left of an insult among these neighbours."""
    before = _clause_before(find, kinds, words)
    near, after = before[-BEFORE:], kinds[find.end : find.end + AFTER]
    if "negation" in near[-2:] or "frame" in before:
        return factors.negated if "negation" in before else factors.framed
    if "you" in near or "you" in after[:1] or "person" in near[-2:]:
        return factors.directed
    if find.kind == "animal" and len(words) > ALONE:
        return factors.of_nobody
    if "first" in near[-2:]:
        return factors.own
    if "thing" in near or "thing" in after[:1]:
        return factors.thing
    return 1.0


def _clause_before(find: Find, kinds: Sequence[str], words: Sequence[Word]) -> Sequence[str]:
    """The kinds of the words before, as far as the clause reaches."""
    first = max(0, find.first - FAR_BEFORE)
    for at in range(find.first - 1, first - 1, -1):
        if words[at].is_sign and words[at].text in CLAUSE_ENDS:
            return kinds[at + 1 : find.first]
    return kinds[first : find.first]


def _add_shape(values: dict[str, float], find: Find, words: Sequence[Word], left: float) -> None:
    found = words[find.first : find.end]
    if any(word.is_shouted for word in found):
        _add(values, "shouted", left)
    if any(word.is_disguised for word in found):
        _add(values, "disguised", left)
    if len(words) <= SHORT and left >= 1.0:
        _add(values, "short", left)


def _add(values: dict[str, float], name: str, value: float) -> None:
    values[name] = min(values.get(name, 0.0) + value, MOST_OF_A_KIND)


def weighed(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(value * weights.get(name, 0.0) for name, value in values.items())
