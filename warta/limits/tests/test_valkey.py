"""Against a real server. The one on the machine is called valkey-server or redis-server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import valkey as client
from pytest_django.fixtures import Settings

from tests.valkey import running_valkey
from warta.lib.clock import clock_at, now
from warta.lib.limits import Limit
from warta.limits import services, valkey
from warta.limits.models import Allowance

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_valkey(tmp_path_factory.mktemp("v") / "s") as running:
        yield running


@pytest.fixture
def _counts_in_valkey(address: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VALKEY_URL = address
    monkeypatch.setattr(valkey, "_paused_until", 0.0)
    client.Valkey.from_url(address).flushall()


pytestmark = pytest.mark.usefixtures("_counts_in_valkey")


def test_it_counts_as_the_database_does() -> None:
    limit = Limit(3, seconds=60, burst=2)
    with clock_at(MORNING):
        assert [services.take("door", limit) for _ in range(3)] == [0, 0, 30]
    with clock_at(MORNING + timedelta(seconds=30)):
        assert services.take("door", limit) == 0


def test_of_several_keys_all_are_taken_or_none() -> None:
    with clock_at(MORNING):
        services.take("b", Limit(1, 5))
        assert services.take_all([("a", Limit(1, 9)), ("b", Limit(1, 5))]) == 5
        assert services.take("a", Limit(1, 9)) == 0


def test_a_key_pushed_back_waits() -> None:
    with clock_at(now()):
        services.push_back("telegram", 17)
        services.push_back("telegram", 3)
        assert services.wait_of([("telegram", Limit(30, 1))]) == pytest.approx(17, abs=0.001)


def test_threads_that_race_never_get_more_than_the_limit() -> None:
    limit = Limit(10, seconds=600, burst=10)
    with clock_at(MORNING), ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: services.take("door", limit), range(200)))
    assert sum(wait == 0 for wait in waits) == 10


@pytest.mark.django_db
def test_the_database_counts_while_valkey_is_away(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.VALKEY_URL = f"valkey://127.0.0.1:{free.getsockname()[1]}"
    with clock_at(MORNING):
        assert services.take("door", Limit(1, seconds=9)) == 0
        assert services.take("door", Limit(1, seconds=9)) == 9
    assert Allowance.objects.count() == 1
