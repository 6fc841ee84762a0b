"""What somebody typed, as a question to the index. Values in, values out; no text is too long or too odd."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warta.search.indonesian import root_of
from warta.search.terms import ENGLISH, stems_of, words_of

LONGEST_TEXT = 400  # characters that are read; a headline with room to spare
MOST_WORDS = 16  # different ones: each costs a walk through the index
MOST_PHRASES = 3
QUOTED = re.compile(r'["“”„]([^"“”„]+)["“”„]')
# Words that a question is asked with, and those that join others: they help to choose and are never required.
_LIGHT = """
    apa apakah siapa siapakah kapan kapankah mana manakah dimana dimanakah berapa berapakah keberapa bagaimana
    bagaimanakah mengapa kenapa di ke dari yang dan atau pada untuk oleh dengan itu ini adalah ialah merupakan tersebut
    sebuah seorang suatu nama bernama disebut dalam sebagai tahun para akan telah sudah tidak juga
    a an the of in on at to for from by with and or is are was were be what who when where why how which that this it
"""
LIGHT_WORDS = frozenset(_LIGHT.split())
_LIGHT_ROOTS = frozenset(root_of(word) for word in LIGHT_WORDS) | LIGHT_WORDS


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and the stems that it may have in texts of either language."""

    written: str
    stems: tuple[str, ...]
    is_light: bool = False


@dataclass(frozen=True)
class Question:
    """Different words in the order they were typed; phrases are what stood in quotation marks."""

    text: str
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    was_cut: bool = False

    @property
    def required(self) -> tuple[Word, ...]:
        """The words that say what it is about; all, when it is made of light words alone."""
        return tuple(word for word in self.words if not word.is_light) or self.words


def question_of(text: str) -> Question:
    """The question; without words when there are none in the text. Never raises."""
    read = text[:LONGEST_TEXT]
    different = list(dict.fromkeys(words_of(read)))
    words = different[:MOST_WORDS]
    was_cut = len(text) > LONGEST_TEXT or len(different) > MOST_WORDS
    pairs = zip(words, (root_of(word) for word in words), stems_of(words, ENGLISH), strict=True)
    return Question(
        text=" ".join(read.split()),
        words=tuple(_word(written, (indonesian, english)) for written, indonesian, english in pairs),
        phrases=tuple(_phrases(read)),
        was_cut=was_cut,
    )


def _word(written: str, stems: tuple[str, ...]) -> Word:
    return Word(written, tuple(dict.fromkeys(stems)), is_light=written in LIGHT_WORDS or stems[0] in _LIGHT_ROOTS)


def _phrases(text: str) -> list[tuple[str, ...]]:
    found = (tuple(words_of(quoted)[:MOST_WORDS]) for quoted in QUOTED.findall(text))
    return [phrase for phrase in found if len(phrase) > 1][:MOST_PHRASES]
