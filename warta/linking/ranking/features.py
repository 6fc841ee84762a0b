"""What speaks for an earlier article as the continuation of another one, each as one number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from warta.linking.ranking.profile import Profile, length_of, profile_of, weight_of
from warta.linking.ranking.text import Rarity, Text, names_in, number_of, terms_in
from warta.search.terms import terms_of

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


class Subject:
    """The article that is to be continued, prepared once for all its candidates."""

    def __init__(self, text: Text, rarity: Rarity) -> None:
        self.text = text
        self.profile = profile_of(text, rarity)
        counted = terms_in(text)
        paragraphs = [terms_of(words, text.language) for words in _pieces(text)]
        names = names_in(text)
        self._rare = dict(rarity({*counted, *(word for name in names for word in terms_of(name, text.language))}))
        self._vector = {term: weight_of(times) * self._rare[term] for term, times in counted.items()}
        self._words = {number_of(term): term for term in counted}
        self._names = {number_of(name): (name, self._rarity_of_name(name)) for name in names}
        length = length_of(self._vector)
        self._by_term = {number: self._vector[term] * self._rare[term] / length for number, term in self._words.items()}
        title = set(terms_of(text.title, text.language))
        self._title = {number_of(term): self._rare[term] ** 2 / self.profile.title_length for term in title}
        self._paragraphs = self._by_word(paragraphs)

    def asked(self) -> dict[str, float]:
        """The terms to look for in the index, each with its weight: how much it says about this article."""
        best = sorted(self._vector, key=lambda term: -self._vector[term])[:ASKED]
        return {term: weight_of(1) * self._vector[term] / self._rare[term] for term in best if self._rare[term]}

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
        )

    def shared_with(self, other: Candidate, *, count: int = 4) -> list[str]:
        """What both speak of, rarest first: names, then words; small letters."""
        names = sorted(self._names[name][::-1] for name in other.profile.names if name in self._names)
        shown = [name for _rarity, name in reversed(names)][:count]
        known = {word for name in shown for word in terms_of(name, self.text.language)}
        words = sorted((self._vector[self._words[term]], self._words[term]) for term in self._shared_terms(other))
        return (shown + [word for _weight, word in reversed(words) if word not in known])[:count]

    def _shared_terms(self, other: Candidate) -> set[int]:
        return self._words.keys() & other.profile.terms.keys()

    def _rarity_of_name(self, name: str) -> float:
        return max((self._rare[word] for word in terms_of(name, self.text.language)), default=0.0)

    def _by_word(self, paragraphs: Sequence[Sequence[str]]) -> dict[int, list[tuple[int, float]]]:
        """For each term the paragraphs it stands in, with its part of what each has in common with a headline."""
        found: dict[int, list[tuple[int, float]]] = {}
        for number, words in enumerate(paragraphs):
            rare = {word: self._rare[word] for word in set(words) if word in self._rare}
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


def _pieces(text: Text) -> list[str]:
    return [text.title, text.summary, *text.shortened()][:MOST_PARAGRAPHS]


def _share(ours: frozenset[int], theirs: frozenset[int]) -> float:
    return math.sqrt(len(ours & theirs) / math.sqrt(len(ours) * len(theirs))) if ours and theirs else 0.0
