"""The loop with its threads, in a database that several threads see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections
from pytest_django.fixtures import Settings

from tests.telegram_standin import Fault, StandIn
from warta.lib.limits import Limit
from warta.outbox import pace
from warta.outbox.models import ChannelPause, Delivery, State
from warta.outbox.ports import Address
from warta.outbox.services import hold_everything, pause_channel
from warta.outbox.tests.conftest import TOKEN, Desk
from warta.outbox.worker import run_outbox

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 20


@pytest.fixture(autouse=True)
def set_up(settings: Settings, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TELEGRAM_TOKEN = TOKEN
    settings.TELEGRAM_API = stand_in.base
    fast = Limit(1_000_000, 1, burst=1_000)
    monkeypatch.setitem(pace.OVERALL, "telegram", fast)
    for key in pace.PER_DESTINATION:
        monkeypatch.setitem(pace.PER_DESTINATION, key, fast)


@contextmanager
def working(processes: int = 1) -> Iterator[threading.Event]:
    stop = threading.Event()
    threads = [threading.Thread(target=_work, args=(stop,)) for _ in range(processes)]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _work(stop: threading.Event) -> None:
    try:
        run_outbox(stop)
    finally:
        connections.close_all()


def wait_until(is_so: Callable[[], bool]) -> None:
    ever = threading.Event()
    for _ in range(PATIENCE_SECONDS * 50):
        if is_so():
            return
        ever.wait(0.02)
    raise AssertionError("it did not come about")


def test_what_is_put_in_line_leaves_by_itself_and_only_once(desk: Desk, stand_in: StandIn) -> None:
    deliveries = [desk.put(subject=f"news:{n}", destination=f"channel-{n % 3}") for n in range(12)]
    with working(processes=3):
        wait_until(lambda: len(stand_in.calls) >= len(deliveries))
    assert len(stand_in.calls_of("sendMessage")) == len(deliveries)
    for delivery in deliveries:
        delivery.refresh_from_db()
        assert (delivery.state, delivery.attempts) == (State.SENT, 1)


def test_a_destination_that_hangs_holds_up_no_other(desk: Desk, stand_in: StandIn) -> None:
    stand_in.faults.order(Fault.HANG, chat="@slow")
    desk.addresses["channel-slow"] = Address("@slow", "channel")
    slow = desk.put(destination="channel-slow")
    behind = [desk.put(destination="channel-slow", subject=f"news:{n}") for n in range(2, 9)]
    other = desk.put(destination="channel-2", subject="news:9")
    with working():
        # Which of the two destinations is tried first is open.
        wait_until(lambda: (_state(slow), _state(other)) == (State.CLAIMED, State.SENT))
        assert {_state(delivery) for delivery in behind} == {State.PENDING}
        stand_in.ended.set()
    assert _state(slow) == State.UNKNOWN


def test_stopping_waits_for_the_call_under_way(desk: Desk, stand_in: StandIn) -> None:
    stand_in.faults.order(Fault.SLOW)
    delivery = desk.put()
    with working():
        wait_until(lambda: bool(stand_in.calls))
    assert _state(delivery) == State.SENT


def test_a_mended_token_lets_the_channel_go_on(desk: Desk, stand_in: StandIn) -> None:
    pause_channel("telegram", "Telegram does not accept the bot's token.")
    delivery = desk.put()
    with working():
        wait_until(lambda: _state(delivery) == State.SENT)
    assert not ChannelPause.objects.exists()


def test_a_token_still_refused_keeps_it_paused(desk: Desk, stand_in: StandIn) -> None:
    stand_in.token = "43:another-token-of-the-right-form"
    delivery = desk.put()
    with working():
        wait_until(lambda: ChannelPause.objects.exists())
    assert _state(delivery) == State.RETRY
    assert len(stand_in.chats.posts) == 0


def test_a_worker_sends_nothing_while_sending_is_held(desk: Desk, stand_in: StandIn) -> None:
    hold_everything()
    delivery = desk.put()
    with working() as stop:
        stop.wait(0.5)
    assert (_state(delivery), stand_in.calls) == (State.PENDING, [])


def test_without_a_token_deliveries_wait(desk: Desk, stand_in: StandIn, settings: Settings) -> None:
    settings.TELEGRAM_TOKEN = ""
    delivery = desk.put()
    with working() as stop:
        stop.wait(0.5)
    assert _state(delivery) == State.PENDING


def _state(delivery: Delivery) -> str:
    return Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk)
