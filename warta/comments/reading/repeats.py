"""The same text again, or nearly: a fingerprint of 64 bits in which texts that share their words differ in few bits.

Charikar's simhash (STOC 2002) over pieces of four letters of the text without disguise, so that spacing, capitals,
signs, look-alikes, or a word more do not make it another text.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

from warta.comments.reading.letters import folded

BITS = 64
PIECE = 4  # letters
MOST_LETTERS = 4_000  # of a text that are looked at
SHORTEST = 24  # letters: below, a fingerprint says too little, and only the very same is a repetition
# A word less in 120 letters changes at most 8 in nine of ten texts; of 350,000 different pairs none was below 15.
NEAR_BITS = 11
_LANE = 16  # bits for one count, which is at most MOST_LETTERS
_LANE_FULL = (1 << _LANE) - 1
_SPREAD = [sum((byte >> bit & 1) << _LANE * bit for bit in range(8)) for byte in range(256)]
KEPT_PIECES = 16_384  # comments repeat their pieces; 4 MB


def bare(text: str) -> str:
    """Letters and digits alone, without disguise."""
    return "".join(letter for letter in folded(text[: 2 * MOST_LETTERS]).text if letter.isalnum())[:MOST_LETTERS]


def fingerprint(text: str) -> int:
    """64 bits, as an unsigned number; the same for texts that look the same. Never raises."""
    letters = bare(text)
    pieces = {letters[at : at + PIECE] for at in range(max(1, len(letters) - PIECE + 1))}
    sums = sum(map(_spread, pieces))
    counts = (sums >> _LANE * bit & _LANE_FULL for bit in range(BITS))
    return sum(1 << bit for bit, count in enumerate(counts) if 2 * count > len(pieces))


@lru_cache(KEPT_PIECES)
def _spread(piece: str) -> int:
    """The bits of the piece's hash, each in a lane of its own, so that one addition counts all of them."""
    hashed = blake2b(piece.encode("utf-8", "replace"), digest_size=8).digest()
    return sum(_SPREAD[byte] << 8 * _LANE * place for place, byte in enumerate(reversed(hashed)))


def are_near(first: int, second: int) -> bool:
    """Whether two fingerprints are of nearly the same text, both of at least `SHORTEST` letters."""
    return (first ^ second).bit_count() <= NEAR_BITS


def is_repeat(text: str, other: str) -> bool:
    """Whether one text is the other again, or nearly."""
    ours, theirs = bare(text), bare(other)
    if min(len(ours), len(theirs)) < SHORTEST:
        return ours == theirs and bool(ours)
    return are_near(fingerprint(text), fingerprint(other))


def signed(fingerprint_of_text: int) -> int:
    """The number as a database's signed 64-bit column holds it."""
    return fingerprint_of_text - (1 << BITS) if fingerprint_of_text >> (BITS - 1) else fingerprint_of_text


def unsigned(stored: int) -> int:
    """What `signed` was given."""
    return stored % (1 << BITS)
