"""One listener: a connection that only hears. It takes the place of the protocol that read its request.

It holds as little as possible: thousands of them lie about. A reader who takes nothing from the wire is dropped.
"""

from __future__ import annotations

import asyncio
import random
import socket
from typing import TYPE_CHECKING, Any, NamedTuple

from warta.lib.tallies import tally

if TYPE_CHECKING:
    from warta.live.hub import Hub

MOST_UNSENT_BYTES = 16 * 1024  # in this process; some hundred notices
MOST_IN_KERNEL_BYTES = 16 * 1024  # of which the kernel makes twice as much
UNHEARD_MILLISECONDS = 60_000  # a telephone that left without a word is gone after its first unanswered heartbeat
# When a process ends, its listeners come back one after the other.
RETRY_MILLISECONDS = (1000, 5000)

HEAD = (
    b"HTTP/1.1 200 OK\r\n%b"
    b"content-type: text/event-stream; charset=utf-8\r\n"
    b"cache-control: no-store\r\n"
    b"x-accel-buffering: no\r\n"
    b"x-content-type-options: nosniff\r\n"
    b"connection: close\r\n\r\n"
)
GREETING = b"%bretry: %d\nevent: begun\nid: %d\ndata: %d\n\n%b"
HEARTBEAT = b":\n\n"


class Wish(NamedTuple):
    """What somebody wants to listen to. `address` is whom it counts for; `after` is None for who comes first."""

    channel: str
    address: str
    after: int | None


class Listener(asyncio.Protocol):
    """`connections` is the server's own set: what stands in it is told to end by `shutdown`, and waited for."""

    __slots__ = ("_connections", "_head", "_hub", "_transport", "beat", "wish")

    def __init__(self, wish: Wish, hub: Hub, transport: Any, connections: set[Any]) -> None:
        self.wish, self.beat, self._head = wish, 0, b""
        self._hub, self._transport, self._connections = hub, transport, connections

    def begin(self, default_head: bytes) -> None:
        """Take the connection over. `default_head`: the lines that the server puts into each answer."""
        self._head = HEAD % default_head
        self._prepare_wire()
        self._connections.add(self)
        self._transport.set_protocol(self)
        self._hub.join(self)

    def _prepare_wire(self) -> None:
        self._transport.set_write_buffer_limits(high=MOST_UNSENT_BYTES)
        wire = self._transport.get_extra_info("socket")
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, MOST_IN_KERNEL_BYTES)
        if wire.family != socket.AF_UNIX and hasattr(socket, "TCP_USER_TIMEOUT"):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MILLISECONDS)

    def greet(self, position: int, missed: bytes) -> None:
        """Answer: where the notices stand, and what was missed. Whoever reads the page after this misses nothing."""
        retry = random.randint(*RETRY_MILLISECONDS)  # noqa: S311 - spreads a load
        self._transport.write(GREETING % (self._head, retry, position, position, missed))
        self._head = b""

    def write(self, wire: bytes) -> None:
        self._transport.write(wire)

    def shutdown(self) -> None:
        self._transport.close()

    def pause_writing(self) -> None:
        tally("live_dropped", reason="slow")
        # Not now: the transport is still writing.
        asyncio.get_running_loop().call_soon(self._transport.abort)

    def connection_lost(self, _error: Exception | None) -> None:
        self._connections.discard(self)
        self._hub.leave(self)
