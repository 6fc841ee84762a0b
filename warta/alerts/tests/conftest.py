from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group
from django.test import TestCase
from django.utils.translation import override
from pytest_django.fixtures import Settings

from tests.telegram_standin import StandIn
from warta.alerts.models import Channel
from warta.alerts.permissions import let_decide_alerts, let_see_alerts
from warta.articles.tests.newsroom import Newsroom
from warta.lib.limits import Limit
from warta.outbox import attempts, pace
from warta.outbox.channels import configured_channels
from warta.outbox.models import TELEGRAM, Delivery
from warta.outbox.queries import next_deliveries

TOKEN = "42:abcdefghijklmnopqrstuvwx"


@pytest.fixture
def newsroom(db: None, stand_in: StandIn) -> Newsroom:
    """Articles' newsroom, in which reporters see alerts and editors decide about them."""
    newsroom = Newsroom()
    let_see_alerts(Group.objects.get(name="rep"))
    let_decide_alerts(Group.objects.get(name="edi"))
    return newsroom


@pytest.fixture
def stand_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    fast = Limit(1_000_000, 1, burst=1_000)
    monkeypatch.setitem(pace.OVERALL, TELEGRAM, fast)
    for key in pace.PER_DESTINATION:
        monkeypatch.setitem(pace.PER_DESTINATION, key, fast)
    with StandIn().running() as running:
        settings.TELEGRAM_TOKEN, settings.TELEGRAM_API = TOKEN, running.base
        yield running


@pytest.fixture
def channel(db: None) -> Channel:
    return Channel.objects.create(name="Warta", chat="@warta")


@contextmanager
def events_told() -> Iterator[None]:
    """What is told after a commit, in tests that never commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def work() -> None:
    """What the worker would do now, here and until nothing is due."""
    channels = configured_channels()
    while found := next_deliveries(busy=[], resting=[]):
        for delivery in found:
            attempts.attempt(delivery, channels[TELEGRAM], claimed=lambda token: None)


def only_delivery() -> Delivery:
    return Delivery.objects.get()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The tests read what is said."""
    with override("en"):
        yield
