"""What was learned: some weights for what the list of words finds, many for pieces of words, the scale to chances."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from warta.comments.civility.grams import grams_of_word, pairs_of
from warta.comments.reading.words import Word

KEPT_WORDS = 16_384
MOST_SAID = 8.0  # by pieces of words alone, in either direction: a long text must not add up to a verdict


class BadModel(Exception):
    """The file holds no model that this version can read."""


@dataclass(frozen=True)
class Model:
    """`chance` is calibrated; from `nudge_from` on a comment is called abusive."""

    version: str
    bias: float
    weights: Mapping[str, float]
    gram_bias: float
    gram_share: float
    grams: Mapping[str, float]
    slope: float
    offset: float
    nudge_from: float

    def chance(self, logit: float) -> float:
        """The calibrated probability that a comment with this raw value is abusive."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.slope * logit + self.offset))))


class Pieces:
    """Adds up what the pieces of words say, and remembers it for each word."""

    def __init__(self, grams: Mapping[str, float]) -> None:
        self._grams = grams
        self._of_word = lru_cache(KEPT_WORDS)(self._sum_of_word)

    def say(self, words: Sequence[Word]) -> tuple[float, list[float]]:
        """The sum, scaled by the square root of how many pieces are known, and each word's part of it."""
        sums = [self._of_word(word.text, word.is_sign) for word in words]
        known = sum(count for _sum, count in sums)
        parts = [value for value, _count in sums]
        for at, pair in enumerate(pairs_of(words)):
            if pair in self._grams:
                known += 1
                parts[at] += self._grams[pair] / 2
                parts[at + 1] += self._grams[pair] / 2
        scale = 1.0 / math.sqrt(max(known, 1))
        said = sum(parts) * scale
        return max(-MOST_SAID, min(MOST_SAID, said)), [part * scale for part in parts]

    def _sum_of_word(self, word: str, is_sign: bool) -> tuple[float, int]:
        known = [self._grams[gram] for gram in pieces_of(word, is_sign=is_sign) if gram in self._grams]
        return sum(known), len(known)


def pieces_of(word: str, *, is_sign: bool) -> tuple[str, ...]:
    return (word,) if is_sign else grams_of_word(word)


def read_model(path: Path) -> Model:
    """Raises BadModel and OSError."""
    try:
        model = Model(**json.loads(gzip.decompress(path.read_bytes())))
    except (ValueError, TypeError, EOFError, gzip.BadGzipFile) as error:
        raise BadModel(f"{path.name} holds no model of civility") from error
    return model


def model_bytes(model: Model) -> bytes:
    """The file's content; the same for the same model."""
    text = json.dumps(asdict(model), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8"), 9, mtime=0)
