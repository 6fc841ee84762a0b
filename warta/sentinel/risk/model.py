"""How unlike its person a sign-in is: the model of Freeman et al. 2016 in the form of Wiefling et al. 2022.

S = Π p(x) / p(x | person) · p(person | attack) / p(person | legitimate), over the features address and agent. A feature
has parts, from the finest to the coarsest, whose shares are added with published weights. Only what passed counts.

Freeman, D., Jain, S., Dürmuth, M., Biggio, B., Giacinto, G.: Who Are You? A Statistical Approach to Measuring User
Authenticity. NDSS 2016. Wiefling, S., Jørgensen, P. R., Thunem, S., Lo Iacono, L.: Pump Up Password Security! ACM TOPS
26(1), 2022, and the code that was published with it, whose rules for values that never came are followed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Parts = Sequence[tuple[str, float]]

# Published weights; from the finest part of a feature to the coarsest.
FEATURES: Mapping[str, Parts] = {
    "address": (("address", 0.6), ("network", 0.3), ("country", 0.1)),
    "agent": (
        ("agent", 0.5386653840551359),
        ("browser", 0.2680451498625666),
        ("system", 0.18818295100109536),
        ("device", 0.0051065150812021525),
    ),
}
# A feature of which no part ever came with this person: four times as likely anybody as them.
NEVER_SEEN = 4.0


@dataclass(frozen=True)
class Count:
    """How often a part's value came: `own` of the person's `own_total` sign-ins, `overall` of everybody's `total`.

    `kinds` is how many different values everybody's sign-ins had.
    """

    own: int
    own_total: int
    overall: int
    total: int
    kinds: int


@dataclass(frozen=True)
class Evidence:
    """What is known when a sign-in is judged. A part whose value is not known is left out of `counts`.

    `own_total` and `total` count sign-ins that passed, of the person and of everybody; `people` those who had any.
    """

    counts: Mapping[str, Count]
    own_total: int
    total: int
    people: int


def score_of(evidence: Evidence) -> float:
    """S: about 1 when the sign-in is as likely an attacker's as the person's; the higher, the more unlike them.

    Raises ValueError for a person without any sign-in: nothing can be compared.
    """
    if evidence.own_total < 1:
        raise ValueError("nobody can be compared with themselves before their first sign-in")
    odds = [_odds(parts, evidence.counts) for parts in FEATURES.values()]
    score = (1 / evidence.people) / (evidence.own_total / evidence.total)
    for one in odds:
        score *= one
    return score


def _odds(parts: Parts, counts: Mapping[str, Count]) -> float:
    """p(x) / p(x | person) of one feature; 1 where nothing of it is known."""
    known = [(counts[name], weight) for name, weight in parts if name in counts]
    if not known:
        return 1.0
    finest, coarser = known[0][0], [count for count, _weight in known[1:]]
    overall = sum(weight * _share(count.overall, count.total) for count, weight in known[1:])
    overall += known[0][1] * smoothed(finest.overall, finest.total, unseen=unseen_values(coarser))
    own = sum(weight * _share(count.own, count.own_total) for count, weight in known)
    return overall / own if own else NEVER_SEEN


def smoothed(times: int, total: int, *, unseen: int) -> float:
    """The probability of a value that came `times` of `total` when `unseen` other values are expected still to come."""
    if times == 0:
        return 1 / (total + unseen)
    return times / total * (1 - unseen / (total + unseen))


def unseen_values(coarser: Sequence[Count]) -> int:
    """How many values are expected still to come: one, and one for each value of the coarser parts."""
    return 1 + sum(count.kinds for count in coarser)


def _share(times: int, total: int) -> float:
    return times / total if total else 0.0
