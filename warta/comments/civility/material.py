"""What the model learns from: shipped comments of others, comments written for Warta, and the newsroom's decisions."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from warta.comments.civility.lexicon import DATA
from warta.comments.civility.sentences import comments_from, patterns_of

# How much an example counts. Comments under news are what the scorer is for, the others come from elsewhere: what they
# call a threat or an attack is often an opinion there ("other"), and English is the smaller part of what is read.
SHARES = {"id": 1.0, "en": 1.0, "own": 1.0, "newsroom": 3.0}
FEATURE_SHARES = {"id": 1.0, "en": 0.3, "own": 2.0, "newsroom": 3.0}
OTHER_SHARE, OTHER_FEATURE_SHARE = 0.6, 0.2
EACH_PATTERN = 20
HELD_OUT = 26  # of 256: one in ten of the shipped comments is never learned from, by a hash of its text
DECISIONS_HELD_OUT, DECISIONS_FOR_SCALE = 77, 128  # of the newsroom's three in ten measure, two in ten set the scale

Part = Literal["learned", "scale", "held out"]


@dataclass(frozen=True)
class Example:
    """A comment, whether it is abusive, and where from; `is_other`: abusive in another way than by insult."""

    text: str
    is_abusive: bool
    source: str
    is_other: bool = False

    @property
    def share(self) -> float:
        return SHARES[self.source] * (OTHER_SHARE if self.is_other else 1.0)

    @property
    def feature_share(self) -> float:
        return FEATURE_SHARES[self.source] * (OTHER_FEATURE_SHARE if self.is_other else 1.0)

    @property
    def part(self) -> Part:
        """Decided by the text alone, so that the same comment is always in the same part."""
        first = hashlib.sha256(self.text.encode("utf-8", "replace")).digest()[0]
        if self.source == "newsroom":
            return "held out" if first < DECISIONS_HELD_OUT else "scale" if first < DECISIONS_FOR_SCALE else "learned"
        return "held out" if self.source != "own" and first < HELD_OUT else "learned"


def shipped_examples(seed: int) -> list[Example]:
    """Everything that ships, what is held out among it."""
    return [*_others(), *_own(seed)]


def _others() -> Iterator[Example]:
    with gzip.open(DATA / "training.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Example(row["text"], row["kind"] != "civil", row["source"], row["kind"] == "other")


def _own(seed: int) -> Iterator[Example]:
    patterns = patterns_of((DATA / "sentences.txt").read_text(encoding="utf-8"))
    for text, is_abusive in comments_from(patterns, each=EACH_PATTERN, seed=seed):
        yield Example(text, is_abusive, "own")


def decisions_in(lines: Iterable[str]) -> Iterator[Example | int]:
    """The newsroom's decisions, one JSON object a line with `text` and `label` (abusive or civil).

    In place of a line that is not such an object comes its number.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _decision(line) or number


def _decision(line: str) -> Example | None:
    try:
        row = json.loads(line)
        text, label = row["text"], row["label"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(text, str) or label not in ("abusive", "civil"):
        return None
    return Example(text, label == "abusive", "newsroom")
