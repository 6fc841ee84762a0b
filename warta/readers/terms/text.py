"""The few marks that terms are written with, and what stands before and after a change. Values in, values out.

A blank line ends a paragraph; `## ` begins a heading, `- ` a line of a list. Everything else is text as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["heading", "list", "paragraph"]
Manner = Literal["same", "added", "removed"]
# Beyond this a comparison of words is no help to anybody: the block is shown as removed and as added.
LEAST_ALIKE = 0.4

_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Block:
    """A heading or paragraph (one line), or a list (its lines)."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.lines[0]


@dataclass(frozen=True)
class Piece:
    manner: Manner
    text: str


@dataclass(frozen=True)
class Line:
    """A line of a comparison: how it is marked, and its pieces."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.manner != "same" for piece in self.pieces)


def blocks_of(text: str) -> list[Block]:
    """What the text consists of, in order."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", _with_unix_lines(text)):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        for kind, run in groupby(lines, key=_kind_of):
            found.extend(_blocks(kind, list(run)))
    return found


def compared(before: str, after: str) -> list[Line]:
    """Both texts as one, line by line: what stayed, what was taken out and what was put in."""
    old, new = _flat(before), _flat(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    lines: list[Line] = []
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            lines += [Line(kind, (Piece("same", text),)) for kind, text in old[first:last]]
        else:
            lines += _changed(old[first:last], new[start:end])
    return lines


def _changed(old: Sequence[tuple[Kind, str]], new: Sequence[tuple[Kind, str]]) -> Iterator[Line]:
    """Lines that replace each other are compared word by word where they are alike."""
    paired = min(len(old), len(new))
    for (kind, before), (_kind, after) in zip(old, new, strict=False):
        if difflib.SequenceMatcher(None, before, after).ratio() >= LEAST_ALIKE:
            yield Line(kind, tuple(_words_compared(before, after)))
        else:
            yield Line(kind, (Piece("removed", before),))
            yield Line(_kind, (Piece("added", after),))
    yield from (Line(kind, (Piece("removed", text),)) for kind, text in old[paired:])
    yield from (Line(kind, (Piece("added", text),)) for kind, text in new[paired:])


def _words_compared(before: str, after: str) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(
        None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False
    )
    for operation, first, last, start, end in matcher.get_opcodes():
        if operation == "equal":
            yield Piece("same", "".join(new[start:end]))
            continue
        if last > first:
            yield Piece("removed", "".join(old[first:last]))
        if end > start:
            yield Piece("added", "".join(new[start:end]))


def _flat(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, line) for block in blocks_of(text) for line in block.lines]


def _blocks(kind: Kind, lines: list[str]) -> list[Block]:
    if kind == "heading":
        return [Block("heading", (line.removeprefix("##").strip(),)) for line in lines]
    if kind == "list":
        return [Block("list", tuple(line.removeprefix("- ").strip() for line in lines))]
    return [Block("paragraph", (" ".join(lines),))]


def _kind_of(line: str) -> Kind:
    if line.startswith("## "):
        return "heading"
    return "list" if line.startswith("- ") else "paragraph"


def _with_unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
