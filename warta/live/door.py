"""Reads who wants to listen to what from a request to `/live/…`. What it asks for is public, so no cookie is read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from warta.lib.addresses import Network, client_address, shared_by_one_household
from warta.live.hub import Hub, Refusal
from warta.live.listener import Listener, Wish

PREFIX = b"/live/"
Headers = Iterable[tuple[bytes, bytes]]


class Door:
    """`trusted`: the proxies whose word on an address is taken."""

    def __init__(self, hub: Hub, trusted: Sequence[Network | str] = ()) -> None:
        self.hub, self._trusted = hub, trusted

    def wish(self, url: bytes, headers: Headers, peer: str) -> Wish | Refusal:
        """What is asked for with `url` (with its query), or why it is not granted."""
        path, _, query = url.partition(b"?")
        after, forwarded_for = _after_in(query), b""
        for name, value in headers:
            if name == b"last-event-id":  # newer than the address, which a browser repeats as it was
                after = _position(value) if _position(value) is not None else after
            elif name == b"x-forwarded-for":
                forwarded_for = forwarded_for + b"," + value if forwarded_for else value
            elif name in (b"content-length", b"transfer-encoding"):
                return Refusal.NOT_PLAIN
        address = client_address(peer, forwarded_for.decode("latin-1"), self._trusted)
        wish = Wish(path.removeprefix(PREFIX).decode("latin-1"), shared_by_one_household(address), after)
        return self.hub.refusal(wish) or wish

    def let_in(self, wish: Wish, transport: Any, connections: set[Any], default_head: bytes) -> None:
        """Make a listener of the connection."""
        Listener(wish, self.hub, transport, connections).begin(default_head)


def _after_in(query: bytes) -> int | None:
    """`?after=41`, for whoever comes back on a new connection, which can't name what it heard last in a header."""
    return _position(query.removeprefix(b"after=")) if query.startswith(b"after=") else None


def _position(digits: bytes) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) < 19 else None
