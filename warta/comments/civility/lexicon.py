"""The shipped list of words and what they do in a sentence. Written for Warta; no list of others is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
KINDS = (
    "strong",  # an insult of whoever it is said of
    "mild",  # an insult that is also said in anger, of things, or among friends
    "animal",  # an animal's name, an insult only when said of a person
    "label",  # a mocking name for a camp, a faith or a descent
    "threat",  # violence, announced or asked for
    "wish",  # somebody's death or harm, wished for
    "sexual",
    "profane",  # a coarse word that is said of nobody
    "sneer",  # scorn that alone is still an opinion
    "you",
    "person",
    "thing",  # what may be called stupid without insulting anybody
    "frame",  # reports what was said: words after it are somebody else's
    "negation",
    "first",
    "gentle",
)
INSULTING = frozenset({"strong", "mild", "animal", "label", "threat", "wish", "sexual"})
INNOCENT = "~"


@dataclass(frozen=True)
class Lexicon:
    """Words by kind; phrases as tuples of words, by their first word, the longest first; and what is innocent."""

    kind_of: dict[str, str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    innocent: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """Every single word of it, those within phrases, too."""
        within = {word for first in self.phrases.values() for phrase, _kind in first for word in phrase}
        return frozenset(self.kind_of) | within | self.innocent


def lexicon_of(lines: str) -> Lexicon:
    """Read a list. Raises ValueError, which names the line."""
    kind_of: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    innocent: set[str] = set()
    for kind, word in _entries(lines):
        parts = tuple(word.split("_"))
        if kind == INNOCENT:
            innocent.add(word)
        elif len(parts) == 1:
            kind_of.setdefault(word, kind)
        else:
            phrases.setdefault(parts[0], []).append((parts, kind))
    longest_first = {first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in phrases.items()}
    return Lexicon(kind_of, longest_first, frozenset(innocent))


def _entries(lines: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, _colon, words = line.partition(" ")
        kind = kind.removesuffix(":")
        if kind not in KINDS and kind != INNOCENT:
            raise ValueError(f"line {number} of the list of words: there is no kind {kind!r}")
        yield from ((kind, word) for word in words.split())


@lru_cache(maxsize=1)
def shipped_lexicon() -> Lexicon:
    return lexicon_of((DATA / "lexicon.txt").read_text(encoding="utf-8"))
