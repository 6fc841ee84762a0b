"""What the outbox asks at the moment of sending: where this mail goes and what it says. Supplied to its ports."""

from __future__ import annotations

import json
from dataclasses import dataclass

from warta.lib.clock import now
from warta.lib.crypto import CryptoFailure, open_sealed
from warta.outbox.ports import Address, Message
from warta.readers.key_ring import ring
from warta.readers.mails.letters import message_of
from warta.readers.mails.services import DESTINATION
from warta.readers.models import WaitingMail


@dataclass(frozen=True)
class _Told:
    to: str
    facts: dict[str, str]


def address_of(channel: str, destination: str) -> Address | None:
    """None: too old, erased, or its master key is gone for good."""
    told = _opened(_waiting(destination))
    return Address(told.to, "person") if told else None


def body_of(destination: str) -> Message | None:
    mail = _waiting(destination)
    told = _opened(mail)
    if mail is None or told is None:
        return None
    return message_of(mail.kind, told.facts, language=mail.language, name=mail.id)


def _waiting(destination: str) -> WaitingMail | None:
    return WaitingMail.objects.filter(pk=destination.removeprefix(DESTINATION), expires_at__gt=now()).first()


def _opened(mail: WaitingMail | None) -> _Told | None:
    if mail is None:
        return None
    try:
        key = ring().unwrap(mail.master, bytes(mail.wrapped), mail.place)
        told = json.loads(open_sealed(bytes(mail.sealed), key=key, place=mail.place))
    except CryptoFailure:
        return None
    return _Told(to=str(told["to"]), facts={str(name): str(value) for name, value in told["facts"].items()})
