"""What is kept of an article so that it need not be read again to be compared: about 800 bytes."""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warta.linking.ranking.duplicates import sketch_of
from warta.linking.ranking.text import Words, number_of

FORM = 1  # another one makes every profile be made anew
MOST_TERMS = 120  # the ones that weigh most; the others change the order of proposals in one case of a thousand
MOST_TITLE_TERMS = 40
STEPS = 50  # per unit of a weight, which then fits a byte
_WEIGHTS = [step / STEPS for step in range(256)]
_HEAD = struct.Struct("<BHBBBff")


@dataclass(frozen=True)
class Profile:
    """Words as numbers (`text.number_of`), terms with their weights. The lengths are those of the weighted vectors."""

    terms: Mapping[int, float]
    length: float
    title: Sequence[int]
    title_length: float
    names: Sequence[int]
    sketch: Sequence[int]


def profile_of(words: Words, rare: Mapping[str, float]) -> Profile:
    """The article's profile; `rare` says how rare each of its terms is."""
    weights = {term: weight_of(times) for term, times in words.terms.items()}
    chosen = sorted(weights, key=lambda term: -weights[term] * rare[term])[:MOST_TERMS]
    title = words.title[:MOST_TITLE_TERMS]
    return Profile(
        terms={number_of(term): weights[term] for term in chosen},
        length=length_of({term: weights[term] * rare[term] for term in weights}),
        title=[number_of(term) for term in title],
        title_length=length_of({term: rare[term] for term in title}),
        names=[number_of(name) for name in words.names],
        sketch=sketch_of([term for piece in words.pieces for term in piece]),
    )


def weight_of(times: int) -> float:
    """The second time a word stands there says less than the first."""
    return math.log1p(times)


def length_of(vector: Mapping[str, float]) -> float:
    return math.sqrt(sum(value * value for value in vector.values())) or 1.0


def packed(profile: Profile) -> bytes:
    """The profile as bytes, the same on every machine."""
    counts = (len(profile.terms), len(profile.title), len(profile.names), len(profile.sketch))
    head = _HEAD.pack(FORM, *counts, profile.length, profile.title_length)
    numbers = array("I", [*profile.terms, *profile.title, *profile.names, *profile.sketch])
    steps = bytes(min(round(weight * STEPS), 255) for weight in profile.terms.values())
    return head + steps + numbers.tobytes()


def unpacked(content: bytes) -> Profile | None:
    """The profile; None when it was packed in another form, or is damaged."""
    try:
        form, terms, title, names, sketch, length, title_length = _HEAD.unpack_from(content)
        numbers = array("I")
        numbers.frombytes(content[_HEAD.size + terms :])
    except (struct.error, ValueError):
        return None
    ends = (terms, terms + title, terms + title + names)
    if form != FORM or len(numbers) != ends[-1] + sketch:
        return None
    weights = map(_WEIGHTS.__getitem__, content[_HEAD.size : _HEAD.size + terms])
    return Profile(
        terms=dict(zip(numbers, weights, strict=False)), length=length, title=numbers[ends[0] : ends[1]],
        title_length=title_length, names=numbers[ends[1] : ends[2]], sketch=numbers[ends[2] :],
    )  # fmt: skip
