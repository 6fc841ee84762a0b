"""A notice on its way to listeners: what may stand in it, and how it is written. Knows no Django."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

Payload = Mapping[str, int | str]

MOST_FIELDS = 8
_FIELD = re.compile(r"[a-z][a-z_]{0,39}")
# A word for machines: nothing in which a name, an address or a sentence would fit comfortably.
_WORD = re.compile(r"[A-Za-z0-9_./:-]{0,80}")


class NotPublic(ValueError):
    """The payload holds what a notice may not carry."""


class Told(NamedTuple):
    """A notice that was committed."""

    number: int
    channel: str
    payload: Payload


class Event(NamedTuple):
    """A notice as it goes over the wire."""

    number: int
    channel: str
    wire: bytes


class Inbox(Protocol):
    """Where notices go that were read. Both are called in the event loop."""

    def take(self, events: Sequence[Event], position: int) -> None: ...

    def fail(self) -> None: ...


def check_payload(payload: Any) -> None:
    """Raises NotPublic unless it is a few whole numbers and words for machines."""
    if not isinstance(payload, Mapping) or not 0 < len(payload) <= MOST_FIELDS:
        raise NotPublic(f"A notice has 1 to {MOST_FIELDS} fields.")
    for name, value in payload.items():
        if not isinstance(name, str) or not _FIELD.fullmatch(name):
            raise NotPublic("A field of a notice is named in small letters.")
        if not isinstance(value, int) and not (isinstance(value, str) and _WORD.fullmatch(value)):
            raise NotPublic(f"{name}: a notice carries numbers and words for machines, never what a person wrote.")


def wire_of(payload: Payload, *, position: int) -> bytes:
    """The event as browsers read it; `position` is what they name when they come back."""
    data = json.dumps(dict(payload), separators=(",", ":"))
    return f"id: {position}\ndata: {data}\n\n".encode()
