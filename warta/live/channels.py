"""What may be listened to: channels such as `article-7`, of kinds that the house declares. Knows no Django."""

from __future__ import annotations

import re

MOST_CHARS = 80
_CHANNEL = re.compile(r"(?P<kind>[a-z]+)-[a-z0-9]+(?:-[a-z0-9]+)*")
_kinds: set[str] = set()


def declare(kind: str) -> None:
    """Let channels of this kind be told on and listened to. Safe to repeat."""
    if not re.fullmatch(r"[a-z]+", kind):
        raise ValueError(f"A kind of channel is written in small letters alone, not {kind!r}.")
    _kinds.add(kind)


def is_channel(name: str) -> bool:
    """Whether somebody may listen to it. Whether anything is ever told on it is not known here."""
    found = _CHANNEL.fullmatch(name) if len(name) <= MOST_CHARS else None
    return found is not None and found["kind"] in _kinds
