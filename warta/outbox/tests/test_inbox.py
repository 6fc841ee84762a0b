"""What people write to the bot, read from a Telegram that stands in on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.telegram_standin import Fault, StandIn
from warta.lib.clock import clock_at, now
from warta.outbox.channels.telegram import Telegram
from warta.outbox.channels.telegram_updates import incoming_of, number_of
from warta.outbox.inbox import OTHERS_SECONDS, Listener, bot_name
from warta.outbox.models import Listening
from warta.outbox.ports import Incoming, Message, answer_to
from warta.outbox.tests.conftest import TOKEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[Incoming]]:
    """What the room above was told; it answers everything but silence."""
    told: list[Incoming] = []

    def answer(said: Incoming) -> Message | None:
        told.append(said)
        if said.text == "break":
            raise RuntimeError("nobody knows what to say")
        return None if said.text == "hush" else Message(f"You said {said.text}")

    before = answer_to._supplier
    answer_to.supply(answer)
    yield told
    answer_to._supplier = before


@pytest.fixture
def listener(telegram: Telegram, settings: Settings) -> Listener:
    settings.TELEGRAM_TOKEN = TOKEN
    return Listener(telegram, poll_seconds=0)


def test_what_is_written_is_answered_once(listener: Listener, heard: list[Incoming], stand_in: StandIn) -> None:
    stand_in.chats.write("hello")
    stand_in.chats.write("hush")
    listener.round()
    listener.round()
    assert [(said.text, said.chat, said.account, said.is_private) for said in heard] == [
        ("hello", "77", "@dewi_p", True),
        ("hush", "77", "@dewi_p", True),
    ]
    assert [post.text for post in stand_in.chats.standing("77")] == ["You said hello"]
    assert bot_name() == "warta_bot"


def test_a_message_that_nobody_can_answer_stops_nothing(
    listener: Listener, heard: list[Incoming], stand_in: StandIn
) -> None:
    stand_in.chats.write("break")
    stand_in.chats.write("hello")
    listener.round()
    listener.round()
    assert [said.text for said in heard] == ["break", "hello"]


def test_one_process_listens_until_it_leaves_or_dies(
    listener: Listener, telegram: Telegram, heard: list[Incoming], stand_in: StandIn
) -> None:
    other = Listener(telegram, poll_seconds=0)
    listener.round()
    stand_in.chats.write("hello")
    assert other.round() == OTHERS_SECONDS
    with clock_at(now() + timedelta(minutes=2)):
        assert other.round() < OTHERS_SECONDS
    assert len(heard) == 1


def test_another_bot_begins_anew(listener: Listener, stand_in: StandIn) -> None:
    Listening.objects.create(channel="telegram", bot_name="old_bot", next_update=9_000_000)
    stand_in.chats.write("hello")
    listener.round()
    assert Listening.objects.get().next_update < 9_000_000


def test_trouble_is_waited_out_and_nothing_is_lost(
    listener: Listener, heard: list[Incoming], stand_in: StandIn
) -> None:
    stand_in.chats.write("hello")
    stand_in.faults.order(Fault.NONE, Fault.DROP_BEFORE, Fault.FLOOD, Fault.UNAUTHORIZED)
    waits = [listener.round() for _again in range(3)]
    assert min(waits) >= 1
    assert heard == []
    listener.round()
    assert len(heard) == 1


@pytest.mark.parametrize(
    "update",
    [
        None, [], "x", {}, {"update_id": True}, {"update_id": "1"}, {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"text": 1}}, {"update_id": 1, "message": {"text": "x", "chat": {"id": "77"}}},
        {"update_id": 1, "message": {"text": "x", "from": [], "chat": []}},
        {"update_id": 1, "message": {"text": "x", "chat": {"id": 1}, "from": {"is_bot": True}}},
    ],
)  # fmt: skip
def test_malformed_updates_are_nothing(update: Any) -> None:
    assert incoming_of(update, languages=("id", "en")) is None
    assert number_of(update) in (None, 1)


def test_a_strange_language_is_answered_in_the_site_s() -> None:
    update = {"message": {"text": "x", "chat": {"id": 1, "type": "group"}, "from": {"language_code": "xx-YY"}}}
    said = incoming_of(update, languages=("id", "en"))
    assert said is not None
    assert (said.language, said.account, said.is_private) == ("id", "?", False)
