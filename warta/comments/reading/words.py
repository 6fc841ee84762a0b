"""A text as words: spelled-out letters joined, digits and signs read as the letters they stand for, slang made formal.

What a word stands for, a dictionary decides: "b4nt3ng" is a known word in disguise, "2019" and "5jt" are not. Linear in
the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from warta.comments.reading.letters import Folded, folded

LONGEST_WORD = 40  # letters; what is longer is cut there: no word of either language is, and each letter costs time
LONGEST_LOOKED_AT = 60  # letters in which repetitions are shrunk: "goooo…blok" is written with many
KEPT_WORDS = 16_384  # readings that are remembered; comments repeat their words
# One letter after another with a small gap between them: at least three, or it is an initial.
_SPELLED = r"(?<![^\W_])[^\W_](?:[ ._*~|/-]{1,2}[^\W_](?![^\W_])){2,39}"
_WRITTEN = r"[^\W_](?:[^\W_]|[@$!+'](?=[^\W_])|\*{1,6}(?=[^\W_]))*"
_PIECE = re.compile(
    rf"(?P<address>(?:https?://|www\.)\S+)|(?P<spelled>{_SPELLED})|(?P<written>[@$]?{_WRITTEN})"
    r"|(?P<sign>[!?]+|[\u2600-\u27bf\U0001f300-\U0001faff])"
)
_LEET = (str.maketrans("0134567890@$!+", "oieasgtbgoasit"), str.maketrans("0134567890@$!+", "oleasgjbgoaslt"))
_DOUBLED = re.compile(r"(?<=[^\W\d_]{2})[2²](?=[^\W\d_]*$)")
_REPEATED = re.compile(r"([^\W\d_])\1+")
_GAPS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"[^\W_]+")
_ENDINGS = ("nya", "lah", "kah", "mu", "ku", "kau", "an", "in", "pun", "tuh")
_BEGINNINGS = ("ter", "se", "di", "nge", "ng", "ke", "meng", "men", "mem", "me", "pem")
_SHORTEST_STEM = 4  # letters: "asu" hides in too many words to be looked for inside of others


class Word(NamedTuple):
    """A word as it counts (`text`) and where it stands, `start` to `end` of the text as it was written."""

    text: str
    start: int
    end: int
    is_shouted: bool = False
    is_disguised: bool = False
    is_sign: bool = False


class Spelling:
    """Reads words by a dictionary (`is_known`), what slang means (`formal`) and words worth looking for (`wanted`)."""

    def __init__(self, *, is_known: Callable[[str], bool], formal: Mapping[str, str], wanted: AbstractSet[str]) -> None:
        self._is_known, self._formal, self._wanted = is_known, formal, wanted
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(wanted):
            self._by_length.setdefault(len(word), []).append(word)
        self.known_as = lru_cache(KEPT_WORDS)(self._known_as)

    def words_of(self, text: str) -> list[Word]:
        """The words in order, without addresses and the names of other accounts. Never raises."""
        seen = folded(text)
        return [word for found in _PIECE.finditer(seen.text) for word in self._words_in(found, seen, text)]

    def _words_in(self, found: re.Match[str], seen: Folded, text: str) -> Iterator[Word]:
        start, end = _place(found.start(), found.end(), seen)
        if found.lastgroup == "sign":
            yield Word(found[0][0], start, end, is_sign=True)
        elif found.lastgroup == "spelled":
            joined = self.known_as(_GAPS.sub("", found[0]))
            if joined:
                yield Word(joined, start, end, is_disguised=True)
        elif found.lastgroup == "written":
            yield from self._written(found, seen, text)

    def _written(self, found: re.Match[str], seen: Folded, text: str) -> Iterator[Word]:
        plain = found[0]
        word = self.known_as(plain[:LONGEST_LOOKED_AT])
        if word:
            start, end = _place(found.start(), found.end(), seen)
            yield _word(word, plain, start, end, text)
        elif plain[0] != "@":
            for part in _PARTS.finditer(plain):
                start, end = _place(found.start() + part.start(), found.start() + part.end(), seen)
                alone = part[0][:LONGEST_LOOKED_AT]
                yield _word(self.known_as(alone) or _shrunk(alone, r"\1\1")[:LONGEST_WORD], alone, start, end, text)

    def _known_as(self, plain: str) -> str:
        """The formal, known word that this is a way of writing; nothing when there is none."""
        if plain in self._formal:
            return self._formal[plain]
        if plain in self._wanted or self._is_known(plain):
            return plain
        if "*" in plain:
            return self._masked(plain)
        single = _DOUBLED.sub("", plain)
        forms = _forms(single)
        for guess in forms:
            if guess in self._formal or guess in self._wanted or self._is_known(guess):
                return self._formal.get(guess, guess)
        return next((stem for form in forms for stem in _stems(form) if stem in self._wanted), "")

    def _masked(self, plain: str) -> str:
        """A wanted word of the same length whose letters are there where no asterisk stands, its first one at least."""
        if plain[0] == "*" or len(plain) - plain.count("*") < 2:
            return ""
        same_length = self._by_length.get(len(plain), ())
        fits = (word for word in same_length if all(a in ("*", b) for a, b in zip(plain, word, strict=True)))
        return next(fits, "")


def _place(first: int, end: int, seen: Folded) -> tuple[int, int]:
    return seen.places[first], seen.places[end - 1] + 1


def _word(word: str, plain: str, start: int, end: int, text: str) -> Word:
    written = text[start:end]
    return Word(word, start, end, len(written) > 2 and written.isupper(), _is_mixed(plain) and word != plain)


def _forms(single: str) -> list[str]:
    """Ways of reading a word that is not known as it stands, the most faithful first; a handful."""
    forms = [single, _shrunk(single, r"\1\1"), _shrunk(single, r"\1")]
    if _is_mixed(single):
        letters = [single.translate(table) for table in _LEET]
        forms += [*letters, *(_shrunk(one, r"\1") for one in letters)]
    return list(dict.fromkeys(forms))


def _stems(form: str) -> Iterator[str]:
    """Without what is hung on in front or behind: "ngegoblokin", "tololnya"."""
    for ending in ("", *_ENDINGS):
        if form.endswith(ending):
            rest = form[: len(form) - len(ending)]
            heads = ("", *(head for head in _BEGINNINGS if rest.startswith(head)))
            yield from (rest[len(head) :] for head in heads if len(rest) - len(head) >= _SHORTEST_STEM)


def _is_mixed(plain: str) -> bool:
    """Letters with digits or signs among them. Whether it really is another word, the dictionary says."""
    return len(plain) > 2 and not plain.isalpha() and any(map(str.isalpha, plain))


def _shrunk(word: str, to: str) -> str:
    """What is written again and again, written as often as `to` says."""
    return _REPEATED.sub(to, word)
