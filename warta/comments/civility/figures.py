"""How well scores tell abusive comments from civil ones. Values in, values out; ties count half."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

FALSE_NUDGES = 0.03  # of civil comments: what the newsroom puts up with
SURE = 1e-6  # no chance is nearer to 0 or 1, so that one mistake does not outweigh all others


@dataclass(frozen=True)
class Figures:
    """Area under the curve; share of the abusive found at 3 % false nudges; logarithmic loss (less is better)."""

    auc: float
    recall: float
    loss: float


def figures_of(scores: Sequence[float], abusive: Sequence[bool]) -> Figures:
    """Raises ValueError unless there are both kinds."""
    if len(set(abusive)) != 2:
        raise ValueError("figures need abusive and civil comments")
    return Figures(auc(scores, abusive), recall_at(scores, abusive), loss(scores, abusive))


def auc(scores: Sequence[float], abusive: Sequence[bool]) -> float:
    """The chance that an abusive comment scores higher than a civil one."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks, at = 0.0, 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(abusive[one] for one in order[at:end])
        at = end
    bad = sum(abusive)
    return (ranks - bad * (bad + 1) / 2) / (bad * (len(abusive) - bad))


def threshold_at(scores: Sequence[float], abusive: Sequence[bool], share: float = FALSE_NUDGES) -> float:
    """The value above which at most this share of the civil comments scores."""
    civil = sorted((score for score, bad in zip(scores, abusive, strict=True) if not bad), reverse=True)
    return civil[min(int(share * len(civil)), len(civil) - 1)]


def recall_at(scores: Sequence[float], abusive: Sequence[bool], share: float = FALSE_NUDGES) -> float:
    """The share of the abusive above the value above which at most `share` of the civil comments scores."""
    limit = threshold_at(scores, abusive, share)
    return sum(score > limit for score, bad in zip(scores, abusive, strict=True) if bad) / sum(abusive)


def loss(chances: Sequence[float], abusive: Sequence[bool]) -> float:
    """The mean surprise at what was so, in nats."""
    kept = [min(max(chance, SURE), 1 - SURE) for chance in chances]
    return -sum(math.log(one if bad else 1 - one) for one, bad in zip(kept, abusive, strict=True)) / len(kept)


def macro_f1(said: Sequence[bool], abusive: Sequence[bool]) -> float:
    """The mean of the F1 of both kinds."""
    return (_f1(said, abusive, True) + _f1(said, abusive, False)) / 2


def _f1(said: Sequence[bool], abusive: Sequence[bool], kind: bool) -> float:
    both = sum(one == kind == other for one, other in zip(said, abusive, strict=True))
    return 2 * both / max(sum(one == kind for one in said) + sum(one == kind for one in abusive), 1)
