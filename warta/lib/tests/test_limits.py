from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.limits import MICROSECONDS, Limit, take

limits = st.integers(1, 40).flatmap(
    lambda amount: st.builds(Limit, amount=st.just(amount), seconds=st.floats(0.01, 3600), burst=st.integers(1, amount))
)


@given(limits, st.lists(st.integers(0, 5 * MICROSECONDS), max_size=120), st.integers(0, 2 * 10**15))
def test_no_stretch_of_time_ever_holds_more_than_the_limit(limit: Limit, pauses: list[int], start: int) -> None:
    used, moment, granted = 0, start, []
    for pause in pauses:
        moment += pause
        outcome = take(limit, used_until=used, now=moment)
        used = outcome.used_until
        if outcome.is_granted:
            granted.append(moment)
    stretch = int(limit.seconds * MICROSECONDS)
    for first in granted:
        assert sum(first <= other < first + stretch for other in granted) <= limit.amount


@given(limits, st.integers(0, 10**15), st.integers(0, 10**15))
def test_who_waits_as_long_as_told_is_granted(limit: Limit, used_until: int, now: int) -> None:
    outcome = take(limit, used_until=used_until, now=now)
    later = take(limit, used_until=used_until, now=now + outcome.wait)
    assert later.is_granted


@given(limits, st.integers(0, 10**15), st.integers(0, 10**15))
def test_a_refusal_changes_nothing(limit: Limit, used_until: int, now: int) -> None:
    outcome = take(limit, used_until=used_until, now=now)
    assert outcome.is_granted or outcome.used_until == used_until


def test_a_burst_is_granted_at_once_and_the_next_waits() -> None:
    limit = Limit(5, seconds=60, burst=3)
    used = 0
    for _ in range(3):
        outcome = take(limit, used_until=used, now=1_000)
        assert outcome.is_granted
        used = outcome.used_until
    assert take(limit, used_until=used, now=1_000).wait == 20 * MICROSECONDS


def test_the_full_rate_can_be_kept_up() -> None:
    limit = Limit(30, seconds=1)
    used = moment = 0
    for _ in range(300):
        outcome = take(limit, used_until=used, now=moment)
        used, moment = outcome.used_until, moment + outcome.wait
        if not outcome.is_granted:
            used = take(limit, used_until=used, now=moment).used_until
    assert moment <= 10 * MICROSECONDS + 300


@pytest.mark.parametrize(("amount", "seconds", "burst"), [(0, 1, 1), (3, 1, 4), (3, 0, 1), (3, 1, 0)])
def test_a_limit_that_makes_no_sense_is_refused(amount: int, seconds: float, burst: int) -> None:
    with pytest.raises(ValueError, match="burst"):
        Limit(amount, seconds, burst)
