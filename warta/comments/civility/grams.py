"""Pieces of words, by which a word that no list knows still looks like others that were seen in training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from warta.comments.reading.words import Word

SHORTEST, LONGEST = 3, 5  # letters, the edges of the word among them


def grams_of_word(word: str) -> tuple[str, ...]:
    """The word itself, marked as whole, and its pieces."""
    edged = f" {word} "
    pieces = [
        edged[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(max(0, len(edged) - size + 1))
    ]
    return (f"={word}", *pieces)


def pairs_of(words: Sequence[Word]) -> Iterator[str]:
    """Each word with the next, also over a sign between them."""
    for first, second in pairwise(words):
        yield f"{first.text}_{second.text}"
