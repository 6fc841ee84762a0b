"""Answers a pressed page where its request was parsed, without an ASGI task, which would cost twice the page itself.

It leans on the insides of one library (uvicorn's httptools protocol), so it takes only the plain case: a whole GET or
HEAD on a connection that stays open and waits for nothing. Everything else goes the library's way, where the front
answers just the same. See docs/adr/0021.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from warta.lib.tallies import tally
from warta.press.negotiation import is_unchanged
from warta.project.front import Front, what_is_asked

_OK, _UNCHANGED = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 304 Not Modified\r\n"
READING = (b"GET", b"HEAD")


def protocol_for(front: Front) -> type[HttpToolsProtocol]:
    """The protocol of connections to `front`, as uvicorn wants it: a class."""

    class PressProtocol(HttpToolsProtocol):
        _is_answered = False

        def on_message_begin(self) -> None:
            self._is_answered = False
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            if not _answer(self, front):
                super().on_headers_complete()
            else:
                self._is_answered = True

        def on_body(self, body: bytes) -> None:
            if not self._is_answered:
                super().on_body(body)

        def on_message_complete(self) -> None:
            if not self._is_answered:
                super().on_message_complete()

    return PressProtocol


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
    date = b"".join(b"%b: %b\r\n" % line for line in connection.server_state.default_headers)
    if asked.if_none_match and is_unchanged(asked.if_none_match, page.etag):
        connection.transport.write(b"%b%b%b\r\n" % (_UNCHANGED, date, page.head_unchanged))
    else:
        body = page.body if method == b"GET" else b""
        connection.transport.writelines((_OK, date, page.head, b"\r\n", body))
    tally("front_requests", outcome="pressed")
    _wait_for_more(connection)
    return True


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
