"""An article as the ranking sees it: its words in fields, what it belongs to, when it came out. Values only."""

from __future__ import annotations

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

    @property
    def beginning(self) -> str:
        return "\n".join((self.summary, *self.paragraphs[:1]))

    def shortened(self) -> Iterator[str]:
        """The paragraphs, up to a bound on all letters together."""
        left = MOST_CHARACTERS
        for paragraph in self.paragraphs:
            yield paragraph[:left]
            left -= len(paragraph)
            if left <= 0:
                return


def terms_in(text: Text) -> Counter[str]:
    """Each term with how often it counts."""
    counted: Counter[str] = Counter()
    first, *rest = list(text.shortened()) or [""]
    fields = ((text.title, IN_HEADLINE), (text.summary, IN_BEGINNING), (first, IN_BEGINNING))
    for words, times in (*fields, ("\n".join(rest), IN_REST)):
        for term in terms_of(words[:MOST_CHARACTERS], text.language):
            counted[term] += times
    return counted


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
