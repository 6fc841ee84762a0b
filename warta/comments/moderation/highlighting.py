"""A comment's text cut at the words that moved its civility, or that are watched, so that a page can mark them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

MarkKind = Literal["up", "down", "watched"]


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` of the text: towards abusive, away from it, or a watched word."""

    start: int
    end: int
    kind: MarkKind


@dataclass(frozen=True)
class Piece:
    text: str
    kind: MarkKind | Literal[""] = ""


def pieces_of(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text in order, whole: marked and unmarked pieces. What overlaps an earlier mark is left out. Never raises."""
    return list(_pieces(text, sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _pieces(text: str, marks: list[Mark]) -> Iterator[Piece]:
    at = 0
    for mark in marks:
        if mark.start < at or not mark.start < mark.end <= len(text):
            continue
        if mark.start > at:
            yield Piece(text[at : mark.start])
        yield Piece(text[mark.start : mark.end], mark.kind)
        at = mark.end
    if at < len(text):
        yield Piece(text[at:])
