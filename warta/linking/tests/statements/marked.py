"""Reads the texts that a person marked, and judges extractions by them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warta.linking.statements import Statement, statements_in

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Mark:
    speaker: str
    role: str
    first: str
    last: str
    is_quote: bool
    paragraph: int

    def fits(self, statement: Statement) -> bool:
        words = _plain(statement.words)
        return (
            (self.speaker, self.is_quote, self.paragraph)
            == (statement.speaker, statement.is_quote, statement.paragraph)
            and statement.role in (self.role, "")  # an office left out is not a wrong one
            and words.startswith(self.first)
            and words.endswith(self.last)
        )


@dataclass
class MarkedText:
    title: str
    language: str
    paragraphs: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Judgement:
    """`wrong` and `missed` are lines that say what and where."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def extractions(self) -> int:
        return self.right + len(self.wrong)


def marked_texts(name: str) -> list[MarkedText]:
    texts: list[MarkedText] = []
    for line in (HERE / name).read_text().splitlines():
        if line.startswith("# "):
            _, language, title = line.split(" ", 2)
            texts.append(MarkedText(title, language))
        elif line.startswith("> "):
            texts[-1].marks.append(_mark(line[2:], len(texts[-1].paragraphs) - 1))
        elif line.strip():
            texts[-1].paragraphs.append(line.strip())
    return texts


def judge(texts: list[MarkedText]) -> Judgement:
    judgement = Judgement()
    for text in texts:
        open_marks = list(text.marks)
        for statement in statements_in(text.paragraphs, text.language):
            fitting = next((mark for mark in open_marks if mark.fits(statement)), None)
            if fitting is None:
                judgement.wrong.append(f"{text.title} ¶{statement.paragraph}: {statement}")
            else:
                open_marks.remove(fitting)
                judgement.right += 1
        judgement.missed += list(_lines(text, open_marks))
    return judgement


def _lines(text: MarkedText, marks: list[Mark]) -> Iterator[str]:
    for mark in marks:
        yield f"{text.title} ¶{mark.paragraph}: {mark.speaker} | {mark.role} | {mark.first} … {mark.last}"


def _mark(line: str, paragraph: int) -> Mark:
    speaker, role, words = (part.strip() for part in line.split("|", 2))
    first, _, last = words.partition("…")
    return Mark(speaker, role, _plain(first), _plain(last or first), words.startswith('"'), paragraph)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
