"""The order of proposals: features, weighed and summed; what is the same text again is left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warta.linking.ranking.duplicates import is_same_text
from warta.linking.ranking.features import Candidate, Features, Subject

# Chosen on a part of real editors' links and held against another part; see docs/adr/0085.
WEIGHTS = Features(
    alike=1.05, titles=1.85, paragraph=0.7, name=0.13,
    topics=1.1, section=1.5, place=0.5, editor=0.9, age=0.65, linked=1.5, newer=-0.4,
)  # fmt: skip
COMPARED = 40  # of the best: among them it is looked for newer ones about the same
ABOUT_THE_SAME = 0.3  # likeness of two headlines from which they tell of one event


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score; scores compare within one subject."""

    candidate: Candidate
    score: float
    features: Features


def score_of(features: Features) -> float:
    return sum(weight * value for weight, value in zip(WEIGHTS, features, strict=True))


def ranked(subject: Subject, candidates: Iterable[Candidate], *, count: int) -> list[Ranked]:
    """The best candidates, best first, without copies of the subject or of a better candidate."""
    found = [_scored(one, subject.features(one)) for one in candidates]
    found.sort(key=_order)
    found[:COMPARED] = _behind_newer(found[:COMPARED])
    found.sort(key=_order)
    chosen: list[Ranked] = []
    for one in found:
        if len(chosen) == count:
            break
        sketches = (subject.profile.sketch, *(better.candidate.profile.sketch for better in chosen))
        if not any(is_same_text(sketch, one.candidate.profile.sketch) for sketch in sketches):
            chosen.append(one)
    return chosen


def _scored(candidate: Candidate, features: Features) -> Ranked:
    return Ranked(candidate, score_of(features), features)


def _order(one: Ranked) -> tuple[float, int]:
    return -one.score, -one.candidate.article_id


def _behind_newer(found: Sequence[Ranked]) -> list[Ranked]:
    """The same ones, each the lower the more newer ones tell of its event: what happened since has overtaken it."""
    titles = [frozenset(one.candidate.profile.title) for one in found]
    return [
        _scored(one.candidate, one.features._replace(newer=math.log1p(sum(
            other.candidate.published > one.candidate.published and _is_about_the_same(title, others)
            for other, others in zip(found, titles, strict=True)
        ))))
        for one, title in zip(found, titles, strict=True)
    ]  # fmt: skip


def _is_about_the_same(one: frozenset[int], other: frozenset[int]) -> bool:
    both = len(one & other)
    return both > 0 and both * both > ABOUT_THE_SAME**2 * len(one) * len(other)
