"""Words that a newsroom watches for, found behind look-alike letters, leet, spacing and repetition, and nowhere else.

A watched word is found as a whole word only: never inside another ("kontolog", "asusila"). It ends with "*" if whatever
follows shall count, too ("goblok*": "gobloknya"). The time depends on the text's length and hardly on how many words
are watched: they are looked up, not tried one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from warta.comments.reading.letters import Folded, folded

LONGEST_WORD = 60  # letters, of a watched word or phrase
MOST_PARTS = 6  # words of a watched phrase
MOST_SPELLED = 40  # letters of a word spelled letter by letter
LEAST_SPELLED = 3
MOST_FOUND = 50  # finds in one text: enough to hold it
MOST_MASKED = 20  # words with asterisks in one text that are compared
_CHUNK = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1+")
_SIGNS = "@$!+"
_LEET = str.maketrans("0134567890@$!+", "oieasgtbgoasit")
_LEET_L = str.maketrans("0134567890@$!+", "oleasgtbgoaslt")


class Watched(NamedTuple):
    """The watched word that was found, and where: `start` to `end` of the text as written."""

    word: str
    start: int
    end: int


class _Part(NamedTuple):
    """A word of the text: the shapes that it may be read as, and where it stands among the folded letters."""

    forms: tuple[str, ...]
    start: int
    end: int


class WatchList:
    """The words, made ready to be looked for. May be shared by threads."""

    def __init__(self, words: Iterable[str]) -> None:
        self._whole: dict[tuple[str, ...], str] = {}
        self._begun: dict[tuple[str, ...], str] = {}
        self._by_length: dict[int, list[tuple[str, str]]] = {}
        for word in words:
            self._add(word)
        self._counts = sorted({len(shapes) for shapes in (*self._whole, *self._begun)}, reverse=True)
        self._begin_lengths = sorted({len(shapes[-1]) for shapes in self._begun}, reverse=True)

    def found_in(self, text: str) -> list[Watched]:
        """Every watched word in the text, in order, at most 50. Never raises; linear in the length of the text."""
        seen = folded(text)
        parts = list(self._parts_of(seen))
        found: list[Watched] = []
        at = 0
        while at < len(parts) and len(found) < MOST_FOUND:
            word, count = self._word_at(parts, at)
            if word:
                found.append(Watched(word, *_place(parts[at].start, parts[at + count - 1].end, seen)))
            at += count
        return found

    def _add(self, word: str) -> None:
        plain = _LETTERS.findall(folded(word[:LONGEST_WORD]).text)[:MOST_PARTS]
        if not plain:
            return
        (self._begun if word.endswith("*") else self._whole)[tuple(map(shape, plain))] = word
        if len(plain) == 1:
            self._by_length.setdefault(len(plain[0]), []).append((plain[0], word))

    def _word_at(self, parts: list[_Part], at: int) -> tuple[str | None, int]:
        """The watched word or phrase that begins here, the longest first, and of how many parts it is."""
        for count in self._counts:
            window = parts[at : at + count]
            if len(window) < count:
                continue
            for way in range(max(len(part.forms) for part in window)):
                word = self._look_up(tuple(part.forms[min(way, len(part.forms) - 1)] for part in window))
                if word:
                    return word, count
        return None, 1

    def _look_up(self, shapes: tuple[str, ...]) -> str | None:
        if shapes in self._whole:
            return self._whole[shapes]
        last = shapes[-1]
        begun = (
            self._begun.get((*shapes[:-1], last[:length])) for length in self._begin_lengths if length <= len(last)
        )
        return next((word for word in begun if word), None)

    def _parts_of(self, seen: Folded) -> Iterator[_Part]:
        """The words of the text; letters that stand alone, one after the other, as the word that they spell."""
        alone: list[_Part] = []
        masked = 0
        for chunk in _CHUNK.finditer(seen.text):
            masked += "*" in chunk[0]
            parts = list(self._parts_in(chunk, may_be_masked=masked <= MOST_MASKED))
            if len(parts) == 1 and parts[0].end - parts[0].start == 1 and len(alone) < MOST_SPELLED:
                alone += parts
                continue
            yield from _spelled(alone)
            yield from parts
            alone = []
        yield from _spelled(alone)

    def _parts_in(self, chunk: re.Match[str], *, may_be_masked: bool) -> Iterator[_Part]:
        """A chunk without spaces: one word, if a watched one comes of the whole, or what its signs divide it into."""
        plain, start = chunk[0], chunk.start()
        if not plain.isalpha() and len(plain) <= LONGEST_WORD:
            forms = [*_readings(plain), *_readings(plain.rstrip("!+?.,"))]
            if may_be_masked and "*" in plain:
                forms += self._unmasked(plain)
            watched = [form for form in forms if self._look_up((form,))]
            if watched:
                yield _Part(tuple(watched), start, chunk.end())
                return
        for part in _LETTERS.finditer(plain):
            forms = _readings(part[0]) if len(part[0]) <= LONGEST_WORD else []
            yield _Part(tuple(forms) or (part[0][:LONGEST_WORD],), start + part.start(), start + part.end())

    def _unmasked(self, plain: str) -> list[str]:
        """The shape of a watched word with its letters where no asterisk stands: the first, and one more at least."""
        bare = plain.strip(".,!?\"'()")
        if bare.startswith("*") or len(bare) - bare.count("*") < 2:
            return []
        same_length = self._by_length.get(len(bare), ())
        fits = (word for word, _written in same_length if all(a in ("*", b) for a, b in zip(bare, word, strict=True)))
        return [shape(word) for word in fits]


def shape(letters: str) -> str:
    """The word with each run of a letter as one: "goblokkk" and "goblok" have the same shape."""
    return _REPEATED.sub(r"\1", letters)


def _readings(plain: str) -> list[str]:
    """The shapes that letters with digits and signs among them may be read as; numbers stay numbers."""
    if plain.isalpha():
        return [shape(plain)]
    if not any(map(str.isalpha, plain)):
        return [plain] if plain.isdecimal() else []
    kept = "".join(letter for letter in plain if letter.isalnum() or letter in _SIGNS)
    return list(dict.fromkeys((shape(kept), shape(kept.translate(_LEET)), shape(kept.translate(_LEET_L)))))


def _spelled(alone: list[_Part]) -> Iterator[_Part]:
    """Letters that stand alone as the word they spell; fewer than three stand for themselves."""
    letters = "".join(part.forms[0] for part in alone)
    if len(alone) >= LEAST_SPELLED and any(map(str.isalpha, letters)):
        yield _Part(tuple(_readings(letters)), alone[0].start, alone[-1].end)
    else:
        yield from alone


def _place(first: int, end: int, seen: Folded) -> tuple[int, int]:
    return seen.places[first], seen.places[end - 1] + 1
