"""The generator of sign-ins and what a threshold costs on them."""

from __future__ import annotations

from random import Random

import pytest

from warta.sentinel.risk.curve import Trial, cost_of, simulated, threshold_for
from warta.sentinel.risk.generator import ATTACKERS, Person, attack_on


@pytest.fixture(scope="module")
def trial() -> Trial:
    return simulated(people=60, sign_ins=12, seed=3)


def test_the_same_seed_gives_the_same_people() -> None:
    first, again = (list(Person("budi", Random(5)).sign_ins(20)) for _ in range(2))
    assert first == again


def test_sign_ins_come_in_the_order_of_time() -> None:
    days = [one.day for one in Person("budi", Random(5)).sign_ins(30)]
    assert days == sorted(days)


def test_the_more_an_attacker_knows_the_more_they_look_like_their_victim() -> None:
    victim, chance = Person("budi", Random(5)), Random(6)
    naive, targeted, very = (attack_on(victim, 10.0, attacker, chance) for attacker in ATTACKERS)
    assert naive["country"] != targeted["country"] == very["country"] == "ID"
    assert very["network"] == victim.provider


def test_a_threshold_reaches_the_share_that_was_asked_for(trial: Trial) -> None:
    scores = trial.attacks["targeted"]
    cost = cost_of(trial, "targeted", threshold=threshold_for(scores, detected=0.9), by=(12,))
    assert cost.detected >= 0.9


def test_detecting_more_never_costs_less(trial: Trial) -> None:
    scores = trial.attacks["targeted"]
    asked = [
        cost_of(trial, "targeted", threshold=threshold_for(scores, detected=share), by=(12,)).asked[12]
        for share in (0.5, 0.8, 0.95, 0.99)
    ]
    assert asked == sorted(asked)
