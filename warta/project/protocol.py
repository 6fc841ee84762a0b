"""Answers a pressed page where its request was parsed, without an ASGI task, which would cost twice the page itself.

A listener (`/live/…`) is made there too: it takes over the connection, and all that read the request is let go of.

It leans on the insides of one library (uvicorn's httptools protocol), so it takes only the plain case: a whole GET or
HEAD on a connection that stays open and waits for nothing. Everything else goes the library's way, where the front
answers just the same. See docs/adr/0021 and, for listeners, 0120.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from warta.lib.tallies import tally
from warta.live.door import PREFIX
from warta.live.hub import Refusal
from warta.press.negotiation import is_unchanged
from warta.project.front import Front, what_is_asked

_OK, _UNCHANGED = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 304 Not Modified\r\n"
READING = (b"GET", b"HEAD")

# A phone on a bad line sends its head within a second or two. Without these two, a few thousand connections that never
# finish theirs would take every file descriptor, and one that never stops the memory.
HEAD_SECONDS = 20.0
HEAD_MAX_BYTES = 64 * 1024


class BoundedHead(HttpToolsProtocol):
    """Closes a connection on which no whole head of a request arrives: none at all, one too slow, or one too large."""

    _is_in_head = True  # from the beginning of the connection or of a message until its headers are complete
    _head_bytes = 0
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._deadline = self.loop.call_later(HEAD_SECONDS, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._trust()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._is_in_head = True
        super().on_message_begin()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # The second: empty lines between two requests, which call off the wait for the next one.
        if self._is_in_head or (self.timeout_keep_alive_task is None and _is_free(self)):
            self._distrust(len(data))
        elif self._deadline is not None:
            self._trust()

    def _distrust(self, size_bytes: int) -> None:
        self._head_bytes += size_bytes
        if self._head_bytes > HEAD_MAX_BYTES:
            self.transport.close()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _trust(self) -> None:
        self._head_bytes = 0
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class PressProtocol(BoundedHead):
    """Answers pressed pages, and hands the connections of listeners over."""

    front: Front
    _is_answered = False
    _is_handed_over = False

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_handed_over:
            self._let_go()

    def on_message_begin(self) -> None:
        if not self._is_handed_over:
            self._is_answered = False
            super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        if self._is_handed_over:
            return
        if _answer(self, self.front):
            self._is_answered = True
        elif _hand_over(self, self.front):
            self._is_answered = self._is_handed_over = True
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._is_answered:
            super().on_message_complete()

    def _let_go(self) -> None:
        """Nothing of this protocol is needed any more."""
        self._trust()
        self._unset_keepalive_if_required()
        self.connections.discard(self)
        self.parser = None  # type: ignore[assignment] # each holds the other


def protocol_for(front: Front) -> type[HttpToolsProtocol]:
    """The protocol of connections to `front`, as uvicorn wants it: a class."""
    return type("PressProtocolOfFront", (PressProtocol,), {"front": front})


def _answer(connection: HttpToolsProtocol, front: Front) -> bool:
    """Write the pressed page that is asked for; whether there was one and the case was plain."""
    parser: Any = connection.parser
    method = parser.get_method()
    if method not in READING or not _is_free(connection):
        return False
    asked = what_is_asked(connection.headers)
    if asked.has_body or not parser.should_keep_alive() or parser.get_http_version() != "1.1":
        return False
    page = front.pressed(connection.url.partition(b"?")[0], asked)
    if page is None:
        return False
    date = _default_head(connection)
    if asked.if_none_match and is_unchanged(asked.if_none_match, page.etag):
        connection.transport.write(b"%b%b%b\r\n" % (_UNCHANGED, date, page.head_unchanged))
    else:
        body = page.body if method == b"GET" else b""
        connection.transport.writelines((_OK, date, page.head, b"\r\n", body))
    tally("front_requests", outcome="pressed")
    _wait_for_more(connection)
    return True


def _hand_over(connection: HttpToolsProtocol, front: Front) -> bool:
    """Make a listener of the connection; whether that was asked for, granted, and the case was plain."""
    if not connection.url.startswith(PREFIX) or connection.parser.get_method() != b"GET" or not _is_free(connection):
        return False
    peer = connection.client[0] if connection.client else ""
    wish = front.live.wish(connection.url, connection.headers, peer)
    if isinstance(wish, Refusal):
        return False
    front.live.let_in(wish, connection.transport, connection.connections, _default_head(connection))
    return True


def _default_head(connection: HttpToolsProtocol) -> bytes:
    return b"".join(b"%b: %b\r\n" % line for line in connection.server_state.default_headers)


def _is_free(connection: HttpToolsProtocol) -> bool:
    """Whether nothing is being answered, nothing waits to be, and what was written has gone out."""
    under_way = connection.cycle is not None and not connection.cycle.response_complete
    return not (under_way or connection.pipeline or connection.flow.write_paused or connection.transport.is_closing())


def _wait_for_more(connection: HttpToolsProtocol) -> None:
    connection.server_state.total_requests += 1
    connection._unset_keepalive_if_required()
    connection.timeout_keep_alive_task = connection.loop.call_later(
        connection.timeout_keep_alive, connection.timeout_keep_alive_handler
    )
