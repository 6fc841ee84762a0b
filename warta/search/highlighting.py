"""Where the words of a question stand in a text, and the part of a long text that shows most of them. Pure.

A piece is (text, whether it is marked); whoever shows it escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from warta.search.terms import stems_of, words_of

Piece = tuple[str, bool]
RUN = re.compile(r"\w+(?:['’]\w+)*")
EXCERPT = 190  # characters: two or three lines beside a picture, four on a phone
MOST_READ = 60_000  # characters of a text in which an excerpt is looked for; no article's lead is further down
ELLIPSIS = "…"


@dataclass(frozen=True)
class Sought:
    """Words as typed, and their stems."""

    written: frozenset[str]
    stems: frozenset[str]


def marked(text: str, sought: Sought, language: str) -> list[Piece]:
    """The text in pieces. A word is marked when it was typed so or has the stem of one that was."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _places(text, sought, language):
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]


def excerpt(text: str, sought: Sought, language: str) -> list[Piece]:
    """The part of the text with the most different sought words in one breath; empty when there is none."""
    read = text[:MOST_READ]
    places = _places(read, sought, language)
    if not places:
        return []
    start, end = _around(read, _densest(read, places))
    pieces = marked(" ".join(read[start:end].split()), sought, language)
    before, after = ELLIPSIS + " " if start else "", " " + ELLIPSIS if end < len(text) else ""
    return [piece for piece in ((before, False), *pieces, (after, False)) if piece[0]]


def _places(text: str, sought: Sought, language: str) -> list[tuple[int, int]]:
    runs = [(match.start(), match.end(), words_of(match[0])) for match in RUN.finditer(text)]
    singles = [words[0] if len(words) == 1 else "" for _start, _end, words in runs]
    stems = stems_of(singles, language) if singles else []
    return [
        (start, end)
        for (start, end, words), single, stem in zip(runs, singles, stems, strict=True)
        if _is_sought(words, single, stem, sought)
    ]


def _is_sought(words: Collection[str], single: str, stem: str, sought: Sought) -> bool:
    if single:
        return single in sought.written or stem in sought.stems
    return any(word in sought.written for word in words)


def _densest(text: str, places: list[tuple[int, int]]) -> int:
    """Where the stretch of an excerpt's length begins that holds the most different words."""
    best, best_start, first = 0, places[0][0], 0
    for last, (_start, end) in enumerate(places):
        while end - places[first][0] > EXCERPT:
            first += 1
        different = len({text[start:stop].lower() for start, stop in places[first : last + 1]})
        if different > best:
            best, best_start = different, places[first][0]
    return best_start


def _around(text: str, start: int) -> tuple[int, int]:
    """From the beginning of the sentence, if it is near, to the end of a word."""
    line = text.rfind("\n", 0, start) + 1
    sentence = max(text.rfind(mark, line, start) + 2 for mark in (". ", "? ", "! "))
    begin = max(line, sentence if sentence >= 2 else line)
    if start - begin > EXCERPT // 2:
        space = text.find(" ", start - EXCERPT // 4, start)
        begin = space + 1 if space >= 0 else start
    if len(text) - begin <= EXCERPT:
        return begin, len(text)
    space = text.rfind(" ", begin, begin + EXCERPT)
    return begin, space if space > begin else begin + EXCERPT
