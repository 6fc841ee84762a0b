"""The order of proposals: features, weighed and summed; what is the same text again is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warta.linking.ranking.duplicates import is_same_text
from warta.linking.ranking.features import Candidate, Features, Subject

# Chosen on a part of real editors' links and held against another part; see docs/adr/0085.
WEIGHTS = Features(
    alike=1.05, titles=1.85, paragraph=0.7, name=0.13,
    topics=1.1, section=1.5, place=0.5, editor=0.9, age=0.65,
)  # fmt: skip


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
    found = [Ranked(one, score_of(features), features) for one in candidates for features in (subject.features(one),)]
    found.sort(key=lambda one: (-one.score, -one.candidate.article_id))
    chosen: list[Ranked] = []
    for one in found:
        if len(chosen) == count:
            break
        sketches = (subject.profile.sketch, *(better.candidate.profile.sketch for better in chosen))
        if not any(is_same_text(sketch, one.candidate.profile.sketch) for sketch in sketches):
            chosen.append(one)
    return chosen
