"""Trust grows slowly, fades, and never claims to be sure; the best are those that are surely liked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from warta.comments.weighing.best import wilson_lower_bound
from warta.comments.weighing.trust import HALF_LIFE, REPORTER_CAP, Record, beta_quantile, beta_share, reporter_weight

NOW = datetime(2026, 8, 1, tzinfo=UTC)
COUNTS = st.floats(min_value=0, max_value=5000)


@pytest.mark.parametrize(
    ("share", "a", "b", "value"),
    [  # closed forms: of Beta(1, b) it is 1 - (1 - share)^(1/b), of Beta(a, 1) share^(1/a)
        (0.05, 1, 1, 0.05), (0.05, 1, 2, 1 - 0.95**0.5), (0.05, 2, 1, 0.05**0.5), (0.05, 31, 1, 0.05 ** (1 / 31)),
        (0.5, 4, 4, 0.5), (0.05, 1, 2001, 1 - 0.95 ** (1 / 2001)),
    ],
)  # fmt: skip
def test_quantiles_are_those_of_closed_forms(share: float, a: float, b: float, value: float) -> None:
    assert beta_quantile(share, a, b) == pytest.approx(value, abs=1e-9)


@given(COUNTS, COUNTS)
def test_the_quantile_is_where_its_share_lies_below(approved: float, rejected: float) -> None:
    a, b = 1 + approved, 1 + rejected
    assert beta_share(beta_quantile(0.05, a, b), a, b) == pytest.approx(0.05, abs=1e-5)


@given(COUNTS, COUNTS)
def test_an_approval_raises_trust_and_a_rejection_lowers_it(approved: float, rejected: float) -> None:
    record = Record(approved, rejected, NOW)
    assert record.with_decision(is_approved=True, now=NOW).trust > record.trust - 1e-9
    assert record.with_decision(is_approved=False, now=NOW).trust < record.trust + 1e-9


def test_one_rejection_says_little_and_thirty_approvals_much() -> None:
    assert Record(0, 0, NOW).trust == pytest.approx(0.05)
    assert 0.02 < Record(0, 1, NOW).trust < 0.05
    assert Record(30, 0, NOW).trust > 0.9


def test_counts_halve_every_thirty_days() -> None:
    faded = Record(8, 4, NOW).faded(NOW + HALF_LIFE)
    assert (faded.approved, faded.rejected) == (4, 2)
    assert Record(8, 4, NOW).faded(NOW - timedelta(days=1)) == Record(8, 4, NOW)


@given(COUNTS, COUNTS, st.integers(0, 900), st.integers(0, 900))
def test_fading_in_two_steps_is_fading_in_one(approved: float, rejected: float, first: int, second: int) -> None:
    at_once = Record(approved, rejected, NOW).faded(NOW + timedelta(days=first + second))
    in_two = (
        Record(approved, rejected, NOW).faded(NOW + timedelta(days=first)).faded(NOW + timedelta(days=first + second))
    )
    assert in_two.approved == pytest.approx(at_once.approved)
    assert in_two.rejected == pytest.approx(at_once.rejected)


@given(COUNTS, COUNTS)
def test_a_reporter_weighs_between_nothing_and_the_cap(right: float, wrong: float) -> None:
    assert 0 <= reporter_weight(Record(right, wrong, NOW)) <= REPORTER_CAP


def test_a_reporter_counts_by_accuracy_from_five_decided_reports() -> None:
    assert reporter_weight(Record(4, 0, NOW)) == 1
    assert reporter_weight(Record(40, 0, NOW)) > 2.5
    assert reporter_weight(Record(0, 40, NOW)) < 0.1


def test_ninety_eight_of_a_hundred_beat_one_of_one() -> None:
    assert wilson_lower_bound(98, 100) > wilson_lower_bound(1, 1) > wilson_lower_bound(0, 0) == 0


def test_the_bound_is_the_published_one() -> None:
    assert wilson_lower_bound(80, 100) == pytest.approx(0.7267, abs=1e-3)  # Wilson 1927 with z = 1.645


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_bound_lies_below_the_share_and_grows_with_each_like(liked: int, disliked: int) -> None:
    assume(liked + disliked > 0)
    seen = liked + disliked
    assert 0 <= wilson_lower_bound(liked, seen) <= liked / seen
    assert wilson_lower_bound(liked + 1, seen + 1) >= wilson_lower_bound(liked, seen) - 1e-12
