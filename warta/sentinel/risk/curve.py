"""What a threshold costs and what it brings: re-authentications of readers against attackers detected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from warta.sentinel.risk.generator import ATTACKERS, Attacker, Person, attack_on
from warta.sentinel.risk.history import History


@dataclass(frozen=True)
class Trial:
    """Scores of one simulated site: of each person's sign-ins from the second on, in order, and of attackers."""

    own: Mapping[str, Sequence[float]]
    attacks: Mapping[Attacker, Sequence[float]]


@dataclass(frozen=True)
class Cost:
    """`asked` is the median number of re-authentications of a person by their nth sign-in, `rate` that share of n."""

    threshold: float
    detected: float
    asked: Mapping[int, float]
    rate: Mapping[int, float]


def simulated(*, people: int, sign_ins: int, seed: int) -> Trial:
    """A site on which each of `people` signs in so often, and each sign-in after the first is attacked once by each.

    An attack is scored against what is known at that moment, and never learned.
    """
    chance = Random(seed)  # noqa: S311 - a simulation is to be repeated
    cast = {name: Person(name, Random(chance.random())) for name in map(str, range(people))}  # noqa: S311
    events = sorted((one for person in cast.values() for one in person.sign_ins(sign_ins)), key=lambda one: one.day)
    history, own = History(), defaultdict[str, list[float]](list)
    attacks: dict[Attacker, list[float]] = {attacker: [] for attacker in ATTACKERS}
    for day, name, values in events:
        if history.knows(name):
            own[name].append(history.score(name, values))
            for attacker in ATTACKERS:
                attempt = attack_on(cast[name], day, attacker, chance)
                attacks[attacker].append(history.score(name, attempt))
        history.learn(name, values)
    return Trial(own, attacks)


def threshold_for(attacks: Sequence[float], *, detected: float) -> float:
    """The score that at least the share `detected` of the attacks reaches."""
    ordered = sorted(attacks)
    return ordered[int((1 - detected) * len(ordered))]


def cost_of(trial: Trial, attacker: Attacker, *, threshold: float, by: Iterable[int]) -> Cost:
    """What the threshold costs people by their nth sign-in, for each n of `by`; the first one is not judged."""
    scores = trial.attacks[attacker]
    asked = {n: median(_reached(own[: n - 1], threshold) for own in trial.own.values()) for n in by}
    share = _reached(scores, threshold) / len(scores)
    return Cost(threshold, share, asked, {n: times / n for n, times in asked.items()})


def _reached(scores: Iterable[float], threshold: float) -> int:
    return sum(score >= threshold for score in scores)
