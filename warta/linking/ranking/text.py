"""An article as the ranking sees it: its words in fields, what it belongs to, when it came out. Values only."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from zlib import crc32

from warta.search.terms import folded, terms_of

# A book pasted into the editor is compared by its beginning; what an article is about stands there.
MOST_CHARACTERS = 30_000
# How often a word counts, by where it stands. Chosen on the tuning part of the measurement.
IN_HEADLINE, IN_BEGINNING, IN_REST = 3, 2, 1
MOST_NAMES = 60
LONGEST_NAME = 5  # words

_PIECES = re.compile(r"(?<=[.!?:;,])\s+|[\n\"“”()\[\]|]")
_WORD = re.compile(r"[^\W_][\w'’-]*")

# How rare each of these terms is: the larger the rarer.
Rarity = Callable[[Iterable[str]], Mapping[str, float]]


@dataclass(frozen=True)
class Text:
    """An article, published or still being written. `published` is in seconds since 1970, 0 for "not yet"."""

    title: str
    summary: str = ""
    paragraphs: tuple[str, ...] = ()
    language: str = "id"
    section: str = ""
    place: str = ""
    editor: int = 0
    topics: frozenset[int] = field(default_factory=frozenset)
    published: float = 0.0

    def shortened(self) -> Iterator[str]:
        """The paragraphs, up to a bound on all letters together."""
        left = MOST_CHARACTERS
        for paragraph in self.paragraphs:
            yield paragraph[:left]
            left -= len(paragraph)
            if left <= 0:
                return


class Words:
    """A text taken apart, once: the terms of each piece (headline, summary, paragraphs) and of all, and the names."""

    def __init__(self, text: Text) -> None:
        self.text = text
        pieces = [text.title[:MOST_CHARACTERS], text.summary[:MOST_CHARACTERS], *text.shortened()]
        self.pieces = [terms_of(piece, text.language) for piece in pieces]
        self.title = list(dict.fromkeys(self.pieces[0]))
        self.names = names_in(text)
        self.terms = self._counted()

    def _counted(self) -> Counter[str]:
        """Each term with how often it counts."""
        times = (IN_HEADLINE, IN_BEGINNING, IN_BEGINNING)
        counted: Counter[str] = Counter()
        for number, piece in enumerate(self.pieces):
            counts = times[number] if number < len(times) else IN_REST
            for term in piece:
                counted[term] += counts
        return counted

    def terms_of_name(self, name: str) -> list[str]:
        return terms_of(name, self.text.language)


def names_in(text: Text) -> list[str]:
    """What is written with capitals within sentences: people, places, organisations, titles of works; small letters.

    A headline is no witness, since many papers capitalise every word of it. A single word that begins a sentence is
    none either, unless it is met elsewhere.
    """
    found: Counter[str] = Counter()
    for paragraph in (text.summary, *text.shortened()):
        for piece in _PIECES.split(paragraph):
            found.update(_runs(piece))
    return [name for name, _count in found.most_common(MOST_NAMES)]


def _runs(piece: str) -> Iterator[str]:
    run: list[str] = []
    begins = end = 0
    for number, word in enumerate(_WORD.finditer(piece)):
        is_joined = run and piece[end : word.start()].isspace()
        if not (is_joined and word[0][0].isupper()):
            yield from _name(run, begins)
            run, begins = [], number
        if word[0][0].isupper():
            run.append(word[0])
        end = word.end()
    yield from _name(run, begins)


def _name(run: list[str], begins: int) -> Iterator[str]:
    if len(run) > 1 or (run and begins > 0):
        yield folded(" ".join(run[:LONGEST_NAME]))


def number_of(word: str) -> int:
    """A term or name as 32 bits, the same on every machine and for ever."""
    return crc32(word.encode())


def rarity_among(articles: int, having: int) -> float:
    """The inverse document frequency of a term that so many of the articles have; never 0, so that no text is empty."""
    return math.log(1 + max(articles, 1) / max(having, 1))
