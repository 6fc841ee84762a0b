"""How soon a moderator should look: the numbers, and what must hold for all of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from warta.comments.weighing.risk import LONGEST_WAIT, exposure_of, look_by, risk_of

SINCE = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def test_known_risks() -> None:
    assert risk_of(civility=0.0, report_weight=0.0, trust=0.05, exposure=1.0) == 0.0
    assert risk_of(civility=1.0, report_weight=0.0, trust=0.0, exposure=0.0) == pytest.approx(0.6)
    assert risk_of(civility=0.0, report_weight=2.0, trust=0.5, exposure=1.0) == pytest.approx(0.5)
    assert risk_of(civility=None, report_weight=0.0, trust=0.0, exposure=0.0) == pytest.approx(0.3)


def test_more_doubt_more_reports_less_trust_and_more_readers_never_lower_it() -> None:
    steps = [number / 10 for number in range(11)]
    rows = [
        [risk_of(civility=step, report_weight=1, trust=0.2, exposure=0.5) for step in steps],
        [risk_of(civility=0.3, report_weight=10 * step, trust=0.2, exposure=0.5) for step in steps],
        [risk_of(civility=0.3, report_weight=1, trust=1 - step, exposure=0.5) for step in steps],
        [risk_of(civility=0.3, report_weight=1, trust=0.2, exposure=step) for step in steps],
    ]
    for row in rows:
        assert all(0.0 <= first <= second <= 1.0 for first, second in pairwise(row))


def test_what_nobody_sees_is_not_exposed_and_a_busy_thread_exposes_more() -> None:
    assert exposure_of(is_public=False, comments_in_thread=500) == 0.0
    assert 0.0 < exposure_of(is_public=True, comments_in_thread=0) < exposure_of(is_public=True, comments_in_thread=90)


def test_the_highest_risk_is_due_at_once_and_none_at_the_end_of_the_longest_wait() -> None:
    assert look_by(SINCE, 1.0) == SINCE
    assert look_by(SINCE, 0.0) == SINCE + LONGEST_WAIT


def test_age_overtakes_risk() -> None:
    assert look_by(SINCE, 0.1) < look_by(SINCE + timedelta(hours=11), 0.9)
    assert look_by(SINCE, 0.1) > look_by(SINCE + timedelta(hours=1), 0.9)
