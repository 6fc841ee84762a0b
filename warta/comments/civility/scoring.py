"""The scorer: a comment in, how likely it is abusive and which words say so out. It never guesses when it can't say.

Whatever goes wrong is `Unscored`, upon which the caller holds the comment for a person.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from warta.comments.civility.features import CONTEXT_KINDS, Factors, Reading, reading_of, weighed
from warta.comments.civility.lexicon import DATA, Lexicon, shipped_lexicon
from warta.comments.civility.model import Model, Pieces, read_model
from warta.comments.reading.words import Spelling, Word
from warta.search.indonesian import is_root

SHIPPED = DATA / "civility.model"
MOST_CHARACTERS = 10_000  # four times the longest comment; a longer one is held unread
LIMIT_SECONDS = 0.25  # of its own work, not of waiting for a processor; ten times what a long comment takes
MOST_SPANS = 20
LEAST_SHARE = 0.25  # of a raw value; a word that moves it by less explains nothing

Label = Literal["civil", "abusive"]


class Unscored(Exception):
    """Nothing can be said of this comment; a person must look. The words say why and quote nothing of it."""


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of the comment moved its score "up" (towards abusive) or "down", by `weight`."""

    start: int
    end: int
    direction: Literal["up", "down"]
    weight: float


@dataclass(frozen=True)
class Verdict:
    """`score` is the calibrated probability, 0 to 1, that a comment under news is abusive."""

    score: float
    label: Label
    spans: tuple[Span, ...]
    version: str


class Scorer:
    """Scores by one model. May be shared by threads."""

    def __init__(self, model: Model, *, lexicon: Lexicon | None = None, limit_seconds: float = LIMIT_SECONDS) -> None:
        self.model = model
        self._lexicon = lexicon or shipped_lexicon()
        self._spelling = shipped_spelling()
        self._pieces = Pieces(model.grams)
        self._limit_seconds = limit_seconds

    def score(self, text: str) -> Verdict:
        """Raises Unscored, and nothing else."""
        if len(text) > MOST_CHARACTERS:
            raise Unscored(f"longer than {MOST_CHARACTERS} characters")
        began = time.thread_time()
        try:
            verdict = self._verdict(text)
        except Exception as error:
            raise Unscored(f"failed: {type(error).__name__}") from None
        if time.thread_time() - began > self._limit_seconds:
            raise Unscored(f"took longer than {self._limit_seconds} s")
        return verdict

    def raw(self, text: str) -> float:
        """The value before it is scaled to a chance; for measuring."""
        words = self._spelling.words_of(text)
        return self._raw(reading_of(words, self._lexicon, Factors()), self._pieces.say(words)[0])

    def _raw(self, reading: Reading, pieces: float) -> float:
        model = self.model
        return model.bias + weighed(reading.values, model.weights) + model.gram_share * (model.gram_bias + pieces)

    def _verdict(self, text: str) -> Verdict:
        words = self._spelling.words_of(text)
        reading = reading_of(words, self._lexicon, Factors())
        pieces, parts = self._pieces.say(words)
        chance = self.model.chance(self._raw(reading, pieces))
        label: Label = "abusive" if chance >= self.model.nudge_from else "civil"
        spans = tuple(self._spans(words, reading, parts))
        return Verdict(round(chance, 4), label, spans, self.model.version)

    def _spans(self, words: Sequence[Word], reading: Reading, parts: Sequence[float]) -> Iterator[Span]:
        """The words that moved the value most, in the order of the text."""
        moved = list(self._moved(words, reading, parts))
        strongest = sorted(moved, key=lambda one: -abs(one[2]))[:MOST_SPANS]
        for start, end, weight in sorted(strongest):
            yield Span(start, end, "up" if weight > 0 else "down", round(weight, 3))

    def _moved(
        self, words: Sequence[Word], reading: Reading, parts: Sequence[float]
    ) -> Iterator[tuple[int, int, float]]:
        within: set[int] = set()
        for find, left in reading.finds:
            if find.kind in CONTEXT_KINDS:
                continue
            within |= set(range(find.first, find.end))
            own = self.model.weights.get(find.kind, 0.0) * left
            weight = own + self.model.gram_share * sum(parts[find.first : find.end])
            if abs(weight) >= LEAST_SHARE:
                yield words[find.first].start, words[find.end - 1].end, weight
        for at, word in enumerate(words):
            weight = self.model.gram_share * parts[at]
            if at not in within and not word.is_sign and abs(weight) >= LEAST_SHARE:
                yield word.start, word.end, weight


@lru_cache(maxsize=1)
def shipped_spelling() -> Spelling:
    lexicon = shipped_lexicon()
    lines = (DATA / "slang_id.tsv").read_text(encoding="utf-8").splitlines()
    slang = dict(line.split("\t") for line in lines)
    innocent = lexicon.innocent
    return Spelling(
        is_known=lambda word: word in innocent or is_root(word), formal=slang, wanted=lexicon.words - innocent
    )


def scorer_from(path: Path) -> Scorer:
    """Raises BadModel and OSError; what the model needs is read now, not at the first comment."""
    scorer = Scorer(read_model(path))
    scorer.score("Terima kasih.")
    return scorer
