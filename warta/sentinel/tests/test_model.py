"""The published model against vectors that were worked out by hand from the formula."""

from __future__ import annotations

from math import isclose

import pytest

from warta.sentinel.risk.history import History
from warta.sentinel.risk.model import FEATURES, NEVER_SEEN, Count, Evidence, score_of, smoothed

AT_HOME = {
    "address": "192.0.2.1", "network": "AS1", "country": "ID",
    "agent": "A", "browser": "B", "system": "S", "device": "D",
}  # fmt: skip
ABROAD = {
    "address": "198.51.100.9", "network": "AS9", "country": "NL",
    "agent": "X", "browser": "Y", "system": "Z", "device": "W",
}  # fmt: skip


def test_the_weights_are_the_published_ones() -> None:
    assert [weight for _name, weight in FEATURES["address"]] == [0.6, 0.3, 0.1]
    assert [round(weight, 3) for _name, weight in FEATURES["agent"]] == [0.539, 0.268, 0.188, 0.005]
    assert all(isclose(sum(weight for _name, weight in parts), 1.0) for parts in FEATURES.values())


def test_a_value_that_came_gives_up_a_little_to_those_still_to_come() -> None:
    # 3 of 10, two more values expected: 3/10 · (1 − 2/12).
    assert isclose(smoothed(3, 10, unseen=2), 0.25)


def test_a_value_that_never_came_is_as_likely_as_one_still_to_come() -> None:
    assert isclose(smoothed(0, 10, unseen=2), 1 / 12)


def test_a_feature_with_parts_adds_their_weighted_shares() -> None:
    # Everybody: address 2 of 20, smoothed with M = 1 + 4 networks + 2 countries = 7: 0.1 · (1 − 7/27) = 0.0740740…
    #   0.6 · 0.0740740 + 0.3 · 10/20 + 0.1 · 20/20 = 0.2944444…
    # The person: 0.6 · 1/4 + 0.3 · 2/4 + 0.1 · 4/4 = 0.4
    # p(person | attack) = 1/5, p(person | legitimate) = 4/20, their quotient 1.
    counts = {
        "address": Count(own=1, own_total=4, overall=2, total=20, kinds=9),
        "network": Count(own=2, own_total=4, overall=10, total=20, kinds=4),
        "country": Count(own=4, own_total=4, overall=20, total=20, kinds=2),
    }
    assert isclose(score_of(Evidence(counts, own_total=4, total=20, people=5)), 0.29444444444444445 / 0.4)


def test_a_person_who_signs_in_often_is_more_likely_themselves() -> None:
    evidence = {"counts": {}, "total": 100, "people": 10}
    assert isclose(score_of(Evidence(own_total=50, **evidence)), 0.2)  # type: ignore[arg-type]
    assert isclose(score_of(Evidence(own_total=1, **evidence)), 10.0)  # type: ignore[arg-type]


def test_a_feature_that_never_came_with_the_person_counts_four_times() -> None:
    counts = {"address": Count(own=0, own_total=4, overall=7, total=20, kinds=9)}
    assert isclose(score_of(Evidence(counts, own_total=4, total=20, people=5)), NEVER_SEEN)


def test_what_is_not_known_of_a_sign_in_says_nothing() -> None:
    assert isclose(score_of(Evidence({}, own_total=4, total=20, people=5)), 1.0)


def test_nobody_is_judged_before_their_first_sign_in() -> None:
    with pytest.raises(ValueError, match="first sign-in"):
        score_of(Evidence({}, own_total=0, total=20, people=5))


def test_a_usual_sign_in_scores_lower_than_one_from_elsewhere() -> None:
    history = History()
    for _ in range(3):
        history.learn("budi", AT_HOME)
        history.learn("citra", {**AT_HOME, "address": "192.0.2.7"})
    usual, near = history.score("budi", AT_HOME), history.score("budi", {**AT_HOME, "address": "192.0.2.8"})
    assert usual < near < history.score("budi", ABROAD)


def test_counting_in_memory_gives_the_model_what_it_asks_for() -> None:
    # Two people, one sign-in each, all alike: M of the address 1 + 1 + 1 = 3, of the agent 1 + 3 = 4.
    #   address: 0.6 · 2/2 · (1 − 3/5) + 0.3 + 0.1 = 0.64; agent: 0.53867 · (1 − 4/6) + 0.46133 = 0.640889…
    #   (1/2) / (1/2) = 1
    history = History()
    history.learn("budi", AT_HOME)
    history.learn("citra", AT_HOME)
    agent = 0.5386653840551359 * (1 - 4 / 6) + (1 - 0.5386653840551359)
    assert isclose(history.score("budi", AT_HOME), 0.64 * agent)
