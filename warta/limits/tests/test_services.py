from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from warta.lib.clock import clock_at
from warta.lib.limits import Limit
from warta.limits import services
from warta.limits.models import Allowance

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
THREE_A_MINUTE = Limit(3, seconds=60, burst=3)


@pytest.mark.django_db
def test_what_is_within_the_limit_is_granted_and_the_rest_is_told_how_long_to_wait() -> None:
    with clock_at(MORNING):
        assert [services.take("door", THREE_A_MINUTE) for _ in range(3)] == [0, 0, 0]
        assert services.take("door", THREE_A_MINUTE) == 60
    with clock_at(MORNING + timedelta(seconds=60)):
        assert services.take("door", THREE_A_MINUTE) == 0


@pytest.mark.django_db
def test_one_key_used_up_holds_back_no_other() -> None:
    with clock_at(MORNING):
        services.take("door", Limit(1, seconds=60))
        assert services.take("window", Limit(1, seconds=60)) == 0


@pytest.mark.django_db
def test_of_several_keys_all_are_taken_or_none() -> None:
    overall, chat = ("telegram", Limit(30, seconds=1)), ("telegram chat 7", Limit(1, seconds=1))
    with clock_at(MORNING):
        services.take("telegram chat 7", chat[1])
        assert services.take_all([overall, chat]) == 1
        assert services.wait_of([overall]) == 0


@pytest.mark.django_db
def test_asking_for_the_wait_takes_nothing() -> None:
    with clock_at(MORNING):
        assert services.wait_of([("door", Limit(1, seconds=9))]) == 0
        assert services.take("door", Limit(1, seconds=9)) == 0
        assert services.wait_of([("door", Limit(1, seconds=9))]) == 9


@pytest.mark.django_db
def test_a_key_pushed_back_grants_nothing_until_then_and_is_never_shortened() -> None:
    with clock_at(MORNING):
        services.push_back("telegram", 17)
        services.push_back("telegram", 3)
        assert services.take("telegram", Limit(30, seconds=1)) == 17
    with clock_at(MORNING + timedelta(seconds=17)):
        assert services.take("telegram", Limit(30, seconds=1)) == 0


@pytest.mark.django_db
def test_a_key_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        services.take_all([("door", Limit(1, 1)), ("door", Limit(2, 1))])


@pytest.mark.django_db
def test_no_address_stands_in_the_database() -> None:
    services.take("sign-in from 203.0.113.7", THREE_A_MINUTE)
    assert "203.0.113.7" not in Allowance.objects.get().key


@pytest.mark.django_db
def test_what_has_been_whole_for_a_day_is_forgotten() -> None:
    with clock_at(MORNING):
        services.take("door", THREE_A_MINUTE)
    with clock_at(MORNING + timedelta(hours=12)):
        services.take("window", THREE_A_MINUTE)
    with clock_at(MORNING + timedelta(hours=30)):
        assert services.forget_unused() == 1
    assert Allowance.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_threads_that_race_never_get_more_than_the_limit() -> None:
    limit = Limit(10, seconds=600, burst=10)

    def ask(number: int) -> float:
        try:
            return services.take_all([("door", limit), (f"person {number % 4}", Limit(100, 600, 100))])
        finally:
            connection.close()

    with clock_at(MORNING), ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(ask, range(60)))
    assert sum(wait == 0 for wait in waits) == 10


@pytest.mark.django_db(transaction=True)
def test_threads_that_name_keys_in_different_orders_do_not_lock_each_other_out() -> None:
    keys = [(f"key {number}", Limit(1000, 600, 1000)) for number in range(4)]

    def ask(number: int) -> float:
        try:
            return services.take_all(keys[number % 4 :] + keys[: number % 4])
        finally:
            connection.close()

    with clock_at(MORNING), ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(40))) == {0}
