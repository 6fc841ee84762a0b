"""Carries requests from the front to Django in a few long-lived threads.

Each thread keeps its database connection. A request is read whole before it takes a thread, and an answer is whole
before it is sent, so that a slow or stalled client holds memory (or a file) and never a thread. More than the threads
and a short queue can take is told to come back.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import Any

from warta.lib import logs
from warta.lib.tallies import tally
from warta.project.plain_pages import NO_ROOM, TOO_BUSY, TOO_LARGE, TOO_SLOW

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY_BYTES = 1024 * 1024  # larger bodies wait in a file
BODY_MAX_BYTES = 64 * 1024 * 1024  # three of the largest pictures that the newsroom takes
LARGE_AT_ONCE = 16  # bodies in files, until they are answered: a gigabyte of the disk at the most
BODY_SECONDS = 60.0  # the longest pause in a body that is being sent to us
PIECE_BYTES = 64 * 1024
_GIVEN_ID = re.compile(r"[0-9a-f]{16,32}")
log = logging.getLogger("warta.requests")


class _Refused(Exception):
    """The request is answered with a plain page instead."""


def _spool() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(IN_MEMORY_BYTES)


@dataclass
class _Answer:
    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: SpooledTemporaryFile[bytes] = field(default_factory=_spool)

    def start(self, status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> Callable[[bytes], Any]:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self.body.write


class Bridge:
    """An ASGI application that asks a WSGI one in at most `threads` threads; `waiting` more may queue."""

    def __init__(self, wsgi: Wsgi, *, threads: int = 4, waiting: int = 60, is_secure: bool = False) -> None:
        self._wsgi, self._scheme = wsgi, "https" if is_secure else "http"
        self._most, self._present, self._large = threads + waiting, 0, 0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="django")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        try:
            async with self._received(receive) as body:
                await self._pass_on(scope, body, send)
        except _Refused as refusal:
            await refusal.args[0](send)

    def close(self) -> None:
        """Wait for the requests under way."""
        self._threads.shutdown()

    @asynccontextmanager
    async def _received(self, receive: Receive) -> AsyncIterator[SpooledTemporaryFile[bytes]]:
        """All that is sent, once it is here."""
        body = _spool()
        try:
            with ExitStack() as held:
                try:
                    await self._fill(body, receive, held)
                except OSError:
                    raise _Refused(NO_ROOM) from None
                yield body
        finally:
            with suppress(OSError):  # a full disk fails once more at closing
                body.close()

    async def _fill(self, body: SpooledTemporaryFile[bytes], receive: Receive, held: ExitStack) -> None:
        is_large = False
        async for piece in _pieces(receive):
            body.write(piece)
            if body.tell() > BODY_MAX_BYTES:
                raise _Refused(TOO_LARGE)
            if not is_large and body.tell() > IN_MEMORY_BYTES:
                held.enter_context(self._room_for_large())
                is_large = True
        body.seek(0)

    @contextmanager
    def _room_for_large(self) -> Iterator[None]:
        """Bounds what waits in files until it is answered."""
        if self._large >= LARGE_AT_ONCE:
            tally("front_requests", outcome="too_busy")
            raise _Refused(TOO_BUSY)
        self._large += 1
        try:
            yield
        finally:
            self._large -= 1

    async def _pass_on(self, scope: Message, body: SpooledTemporaryFile[bytes], send: Send) -> None:
        if self._present >= self._most:
            tally("front_requests", outcome="too_busy")
            raise _Refused(TOO_BUSY)
        self._present += 1
        try:
            environ = environ_for(scope, body, scheme=self._scheme)
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, environ)
        finally:
            self._present -= 1
        with answer.body:
            await _send_answer(answer, send)

    def _ask(self, environ: dict[str, Any]) -> _Answer:
        answer, began = _Answer(), time.monotonic()
        with logs.request(environ["HTTP_X_REQUEST_ID"]):
            pieces = self._wsgi(environ, answer.start)
            try:
                for piece in pieces:
                    answer.body.write(piece)
            finally:
                getattr(pieces, "close", lambda: None)()
            took = round((time.monotonic() - began) * 1000)
            about = {"method": environ["REQUEST_METHOD"], "path": environ["PATH_INFO"]}
            log.info("request", extra={**about, "status": answer.status, "milliseconds": took})
        tally("front_requests", outcome="rendered")
        answer.headers.append((b"x-request-id", environ["HTTP_X_REQUEST_ID"].encode()))
        answer.body.seek(0)
        return answer


async def _pieces(receive: Receive) -> AsyncIterator[bytes]:
    """What is sent, as it comes. Raises _Refused for a sender who stops or leaves."""
    while True:
        try:
            message = await asyncio.wait_for(receive(), BODY_SECONDS)
        except TimeoutError:
            raise _Refused(TOO_SLOW) from None
        if message["type"] == "http.disconnect":
            raise _Refused(_nobody)
        yield message.get("body", b"")
        if not message.get("more_body"):
            return


async def _nobody(_send: Send) -> None:
    """There is nobody left to answer."""


async def _send_answer(answer: _Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    piece = answer.body.read(PIECE_BYTES)
    while True:
        following = answer.body.read(PIECE_BYTES)
        await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
        if not following:
            return
        piece = following


def environ_for(scope: Message, body: Any, *, scheme: str) -> dict[str, Any]:
    """The WSGI environment of a request. A header with an underscore is left out: it could pass for another one."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(_length_of(body))
    if not _GIVEN_ID.fullmatch(environ.get("HTTP_X_REQUEST_ID", "")):
        environ["HTTP_X_REQUEST_ID"] = secrets.token_hex(8)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ and key != "HTTP_HOST":
        separator = "; " if key == "HTTP_COOKIE" else ","
        value = f"{environ[key]}{separator}{value}"
    environ[key] = value


def _length_of(body: Any) -> int:
    body.seek(0, 2)
    length: int = body.tell()
    body.seek(0)
    return length
