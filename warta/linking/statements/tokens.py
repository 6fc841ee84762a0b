"""Paragraphs taken apart: words, marks and quotations, gathered into sentences. One walk over the letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from warta.linking.statements.words import words_of

Sort = Literal["word", "number", "mark", "quote"]

OPENING, CLOSING = "“„«", "”»"
QUOTES = frozenset('"' + OPENING + CLOSING)
PIECE = re.compile(r"[^\W\d_](?:[\w'’&]|[-/](?=\w)|\.(?=[^\W\d_]))*|\d[\d.,/:]*\d|\d|[^\s\w]|_")
# A dot behind these does not end a sentence.
ABBREVIATED = words_of(
    """
    dr drh drg drs dra ir prof hj no jl jln st mr mrs ms bpk sdr tn ny rp vs dll dsb kol kab kec kel gen sen rep
    gov lt col
    """
)
ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Token:
    """`text` of a quotation is what stands between its marks; `start` and `end` hold the marks too."""

    text: str
    start: int
    end: int
    sort: Sort

    @property
    def is_capital(self) -> bool:
        return self.sort == "word" and self.text[0].isupper()

    @property
    def is_small(self) -> bool:
        return self.sort == "word" and self.text[0].islower()

    @property
    def lower(self) -> str:
        return self.text.casefold()


def tokens_of(paragraph: str) -> list[Token] | None:
    """The paragraph's tokens; None where its quotation marks do not pair, so that nothing in it can be trusted."""
    spans = _quotations(paragraph)
    if spans is None:
        return None
    found: list[Token] = []
    position = 0
    for start, end in spans:
        found += _plain(paragraph, position, start)
        found.append(Token(paragraph[start + 1 : end - 1].strip(), start, end, "quote"))
        position = end
    return found + _plain(paragraph, position, len(paragraph))


def _quotations(paragraph: str) -> list[tuple[int, int]] | None:
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for at, letter in enumerate(paragraph):
        if letter not in QUOTES:
            continue
        if opened is None:
            if letter in CLOSING:
                return None
            opened = at
        elif letter in OPENING:
            return None
        else:
            spans.append((opened, at + 1))
            opened = None
    return spans if opened is None else None


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [Token(m.group(), m.start(), m.end(), _sort(m.group())) for m in PIECE.finditer(text, start, end)]


def _sort(piece: str) -> Sort:
    if piece[0].isalpha():
        return "word"
    return "number" if piece[0].isdigit() else "mark"


def sentences_of(tokens: list[Token]) -> list[list[Token]]:
    """Sentences; a quotation that ends one counts as its end only where a new one visibly begins."""
    sentences: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        sentences[-1].append(token)
        if _ends_sentence(tokens, at):
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def _ends_sentence(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    if at + 1 == len(tokens):
        return True
    following = tokens[at + 1]
    begins = following.is_capital or following.sort in ("quote", "number")
    if token.sort == "quote":
        return token.text[-1:] in ENDS and begins
    return token.text in ENDS and begins and not _is_abbreviated(tokens, at)


def _is_abbreviated(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].text != "." or before.sort != "word" or before.end != tokens[at].start:
        return False
    return before.lower in ABBREVIATED or (len(before.text) == 1 and before.is_capital)
