from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from tests.telegram_standin import StandIn
from warta.lib.clock import now
from warta.lib.ports import Port
from warta.outbox import attempts
from warta.outbox.channels.telegram import Telegram
from warta.outbox.models import TELEGRAM, Delivery, Lane, Operation, Policy
from warta.outbox.ports import Address, Message, address_of, body_of
from warta.outbox.services import Wanted, enqueue

TOKEN = "42:abcdefghijklmnopqrstuvwx"
JPEG = bytes.fromhex("ffd8ffe0") + b"a small picture"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn().running() as running:
        yield running


@pytest.fixture
def telegram(stand_in: StandIn) -> Telegram:
    return Telegram(token=TOKEN, base=stand_in.base)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "ministers.jpg"
    path.write_bytes(JPEG)
    return path


@dataclass
class Desk:
    """What stands in for the newsroom: says what is to be sent and where, and puts deliveries in line."""

    message: Message | None = field(
        default_factory=lambda: Message("Ministers agree", "By telephone.", "https://warta.test/1", "Read on")
    )
    addresses: dict[str, Address | None] = field(default_factory=dict)

    def address(self, channel: str, destination: str) -> Address | None:
        return self.addresses.get(destination, Address("@warta", "channel"))

    def body(self, channel: str, destination: str, subject: str, operation: Operation) -> Message | None:
        return self.message

    def correct(self, headline: str) -> None:
        assert self.message is not None
        self.message = replace(self.message, headline=headline)

    def put(self, operation: Operation = Operation.SEND, **fields: Any) -> Delivery:
        defaults: dict[str, Any] = {"destination": "channel-1", "subject": "news:1", "lane": Lane.BREAKING, "round": 0}
        wanted = Wanted(channel=TELEGRAM, operation=operation, **(defaults | fields))
        enqueue([wanted], due_since=now())
        return Delivery.objects.get(dedupe_key=wanted.dedupe_key)

    def put_repeatable(self) -> Delivery:
        return self.put(policy=Policy.AT_LEAST_ONCE)


@pytest.fixture
def desk(db: None) -> Iterator[Desk]:
    ports: tuple[Port[Any, Any], ...] = (address_of, body_of)
    before = [port._supplier for port in ports]
    answering = Desk()
    address_of.supply(answering.address)
    body_of.supply(answering.body)
    yield answering
    for port, supplier in zip(ports, before, strict=True):
        port._supplier = supplier


def attempted(delivery: Delivery, channel: Telegram) -> Delivery:
    """The delivery after one attempt."""
    attempts.attempt(delivery, channel, claimed=lambda token: None)
    delivery.refresh_from_db()
    return delivery


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The tests read what is said."""
    with override("en"):
        yield
