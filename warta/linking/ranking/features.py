"""What speaks for an earlier article as the continuation of another one, each as one number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from warta.linking.ranking.profile import Profile, length_of, profile_of, weight_of
from warta.linking.ranking.text import Rarity, Text, Words, number_of

FLOOR = 0.02  # of a similarity before its logarithm: less is noise
MOST_PARAGRAPHS = 60
ASKED = 40  # terms: more of them find no more of what editors linked


@dataclass(frozen=True)
class Candidate:
    """An earlier article: what it belongs to, and its profile."""

    article_id: int
    profile: Profile
    published: float
    section: str = ""
    place: str = ""
    editor: int = 0
    topics: frozenset[int] = frozenset()
    linked: float = 0.0  # how often the subject's desk linked to it lately; a link counts less by the hour


class Features(NamedTuple):
    """The order is that of `score.WEIGHTS`."""

    alike: float  # logarithm of the cosine of the weighted words
    titles: float  # root of the cosine of the headlines' words
    paragraph: float  # logarithm of the best cosine of a paragraph here with the headline there
    name: float  # rarity of the rarest name in both
    topics: float  # root of the share of topics in both
    section: float
    place: float
    editor: float
    age: float  # minus the logarithm of 1 + hours between the two
    linked: float  # logarithm of 1 + how often its desk linked to it lately
    newer: float = 0.0  # logarithm of 1 + how many newer candidates are about the same; said by `score.ranked`


class Subject:
    """The article that is to be continued, prepared once for all its candidates."""

    def __init__(self, text: Text, rarity: Rarity) -> None:
        words = Words(text)
        in_names = {name: words.terms_of_name(name) for name in words.names}
        self.text = text
        self.rare = dict(rarity({*words.terms, *chain(*in_names.values())}))
        self.profile = profile_of(words, self.rare)
        self._vector = {term: weight_of(times) * self.rare[term] for term, times in words.terms.items()}
        self._words = {number_of(term): term for term in words.terms}
        self._by_term = {
            number: self._vector[term] * self.rare[term] / self.profile.length for number, term in self._words.items()
        }
        self._title = {number_of(term): self.rare[term] ** 2 / self.profile.title_length for term in words.title}
        self._paragraphs = self._by_word(words.pieces[:MOST_PARAGRAPHS])
        self._names = {
            number_of(name): (name, max((self.rare[term] for term in terms), default=0.0), terms)
            for name, terms in in_names.items()
        }

    def asked(self) -> dict[str, float]:
        """The terms to look for in the index, each with its weight: how much it says about this article."""
        best = sorted(self._vector, key=lambda term: -self._vector[term])[:ASKED]
        return {term: weight_of(1) * self._vector[term] / self.rare[term] for term in best if self.rare[term]}

    def features(self, other: Candidate) -> Features:
        profile = other.profile
        both = self._by_term.keys() & profile.terms.keys()
        alike = sum(self._by_term[term] * profile.terms[term] for term in both) / profile.length
        titles = sum(self._title[term] for term in self._title.keys() & profile.title) / profile.title_length
        hours = max(self.text.published - other.published, 0.0) / 3600
        return Features(
            alike=math.log(min(alike, 1.0) + FLOOR),
            titles=math.sqrt(min(titles, 1.0)),
            paragraph=math.log(min(self._best_paragraph(profile), 1.0) + FLOOR),
            name=max((self._names[name][1] for name in self._names.keys() & profile.names), default=0.0),
            topics=_share(self.text.topics, other.topics),
            section=float(self.text.section == other.section != ""),
            place=float(self.text.place == other.place != ""),
            editor=float(self.text.editor == other.editor != 0),
            age=-math.log1p(hours),
            linked=math.log1p(other.linked),
        )

    def shared_with(self, other: Candidate, *, count: int = 4) -> list[str]:
        """What both speak of, rarest first: names, then words; small letters."""
        names = sorted((self._names[name] for name in self._names.keys() & other.profile.names), key=lambda it: -it[1])
        shown, known = [], set[str]()
        for name, _rarity, terms in names:
            if not known.issuperset(terms):
                shown.append(name)
                known.update(terms)
        both = sorted(self._words[term] for term in self._words.keys() & other.profile.terms.keys())
        words = sorted((word for word in both if word not in known), key=lambda word: -self._vector[word])
        return (shown + words)[:count]

    def _by_word(self, paragraphs: Sequence[Sequence[str]]) -> dict[int, list[tuple[int, float]]]:
        """For each term the paragraphs it stands in, with its part of what each has in common with a headline."""
        found: dict[int, list[tuple[int, float]]] = {}
        for number, words in enumerate(paragraphs):
            rare = {word: self.rare[word] for word in set(words)}
            length = length_of(rare)
            for word, value in rare.items():
                found.setdefault(number_of(word), []).append((number, value * value / length))
        return found

    def _best_paragraph(self, profile: Profile) -> float:
        common: dict[int, float] = {}
        for term in self._paragraphs.keys() & profile.title:
            for number, value in self._paragraphs[term]:
                common[number] = common.get(number, 0.0) + value
        return max(common.values(), default=0.0) / profile.title_length


def _share(ours: frozenset[int], theirs: frozenset[int]) -> float:
    return math.sqrt(len(ours & theirs) / math.sqrt(len(ours) * len(theirs))) if ours and theirs else 0.0
