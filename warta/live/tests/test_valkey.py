"""Against a real server. The one on the machine is called valkey-server or redis-server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import valkey as client
from pytest_django.fixtures import Settings

from tests.valkey import running_valkey
from warta.live import doorbell, feed, valkey
from warta.live.models import Notice
from warta.live.services import tell
from warta.live.tests.test_feed import Heard, fed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("v") / "s"


@pytest.fixture(autouse=True)
def _alone(settings: Settings, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Valkey alone brings what is told: nobody rings, nobody looks for rows."""
    settings.VALKEY_URL = f"unix://{path}"
    monkeypatch.setattr(doorbell, "ring", lambda: None)
    monkeypatch.setattr(feed, "SAFETY_SECONDS", 3600.0)
    monkeypatch.setattr(valkey, "_paused_until", 0.0)
    monkeypatch.setattr(valkey, "PAUSE_SECONDS", 0.05)


def listens(address: str) -> bool:
    counted: Any = client.Valkey.from_url(address).pubsub_numsub(valkey.line_name())
    return bool(counted[0][1])


@contextmanager
def fed_by(address: str) -> Iterator[Heard]:
    with fed() as heard:
        deadline = time.monotonic() + 20
        while not listens(address):
            assert time.monotonic() < deadline, "nobody listens to Valkey"
            time.sleep(0.01)
        yield heard


def test_a_notice_comes_through_valkey(path: Path) -> None:
    with running_valkey(path) as address, fed_by(address) as heard:
        tell("article-7", {"comments": 3})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)
    assert heard.events[0].number == Notice.objects.get().pk
    assert heard.said[0].endswith('data: {"comments":3}\n\n')


def test_what_is_no_notice_is_passed_over(path: Path) -> None:
    with running_valkey(path) as address, fed_by(address) as heard:
        for message in ("x", "[]", "[1]", '["1","article-7",{}]', '[1,"nothing-7",{"a":1}]', '[1,7,{"a":1}]', "null"):
            client.Valkey.from_url(address).publish(valkey.line_name(), message)
        client.Valkey.from_url(address).publish("warta-live:another", json.dumps([1, "article-7", {"comments": 1}]))
        tell("article-7", {"comments": 3})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)
    assert '{"comments":3}' in heard.said[0]


def test_a_message_that_was_lost_is_found_by_the_next_look(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "SAFETY_SECONDS", 0.1)
    monkeypatch.setattr(feed, "HEAR_SECONDS", 0.05)
    with running_valkey(path) as address, fed_by(address) as heard:
        Notice.objects.create(channel="article-7", payload={"comments": 3})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)


def test_while_valkey_is_away_the_rows_are_looked_for(path: Path) -> None:
    with fed() as heard:
        tell("article-7", {"comments": 1})
        heard.wait_until(lambda so_far: len(so_far.events) == 1)
        with running_valkey(path) as address:
            deadline = time.monotonic() + 20
            while not listens(address):
                assert time.monotonic() < deadline, "Valkey is not taken up again"
                time.sleep(0.01)
            valkey._paused_until = 0.0
            tell("article-7", {"comments": 2})
            heard.wait_until(lambda so_far: len(so_far.events) == 2)
        tell("article-7", {"comments": 3})
        heard.wait_until(lambda so_far: len(so_far.events) == 3)
    assert [event.number for event in heard.events] == sorted(event.number for event in heard.events)
