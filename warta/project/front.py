"""The front: answers pressed pages, static files, pictures and listeners itself, and hands everything else to Django.

An ASGI application. What it answers itself it answers for anyone alike: it looks at no cookie and no query string, the
place apart from which a listener goes on. Listeners are let in by `protocol.py`; here is said why one is not.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, NamedTuple

from warta.lib.tallies import tally
from warta.live.door import PREFIX, Door
from warta.live.hub import Refusal
from warta.press.negotiation import Sendable, best_encoding, headers_in, is_unchanged
from warta.press.serving import HotPages
from warta.project.bridge import Bridge, Receive
from warta.project.files import Media, StaticFiles
from warta.project.plain_pages import (
    NO_CHANNEL,
    NOT_FOUND,
    NOT_PLAIN,
    TOO_MANY_FROM_HERE,
    TOO_MANY_LISTENERS,
    Send,
)

Scope = MutableMapping[str, Any]
READING = ("GET", "HEAD")
REFUSALS = {
    Refusal.NO_CHANNEL: NO_CHANNEL,
    Refusal.NOT_PLAIN: NOT_PLAIN,
    Refusal.TOO_MANY: TOO_MANY_LISTENERS,
    Refusal.TOO_MANY_OF_ONE_ADDRESS: TOO_MANY_FROM_HERE,
}


class Front:
    """One per process; every part of it belongs to the event loop's thread, the bridge's threads apart."""

    def __init__(
        self, *, host: str, pages: HotPages, static: StaticFiles, media: Media, live: Door, application: Bridge
    ) -> None:
        self._host, self.live = host.lower().encode(), live
        self._pages, self._static, self._media, self._application = pages, static, media, application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["raw_path"].startswith(PREFIX):
            await self._refuse_listener(scope, send)
        elif scope["method"] not in READING or not await self._answer(scope, send):
            await self._application(scope, receive, send)

    def pressed(self, raw_path: bytes, asked: Asked) -> Sendable | None:
        """The pressed page at `raw_path`, if there is one. Another spelling of the host never reaches the store."""
        if asked.host != self._host and asked.host.lower() != self._host:
            return None  # Django says whether it is one of ours
        return self._pages.find(raw_path, best_encoding(asked.accept_encoding))

    async def _refuse_listener(self, scope: Scope, send: Send) -> None:
        peer = (scope.get("client") or ("",))[0]
        wish = self.live.wish(scope["raw_path"], scope["headers"], peer)
        refusal = wish if isinstance(wish, Refusal) else Refusal.NOT_PLAIN
        tally("front_requests", outcome="not_listening")
        await REFUSALS[refusal](send)

    async def _answer(self, scope: Scope, send: Send) -> bool:
        """Answer what can be answered without Django; whether it could."""
        asked, path = what_is_asked(scope["headers"]), scope["raw_path"]
        if path.startswith((b"/static/", b"/media/")):
            await self._send_file(path.decode("latin-1"), asked, send)
            return True
        page = self.pressed(path, asked)
        if page is not None:
            await _send(page, asked.if_none_match, "pressed", send)
        return page is not None

    async def _send_file(self, path: str, asked: Asked, send: Send) -> None:
        _, folder, rest = path.split("/", 2)
        if folder == "media":
            tally("front_requests", outcome="media")
            await self._media.answer(rest, asked.if_none_match, send)
        elif forms := await self._static.find(rest):
            chosen = forms.get(best_encoding(asked.accept_encoding), forms["identity"])
            await _send(chosen, asked.if_none_match, "static", send)
        else:
            await NOT_FOUND(send)


class Asked(NamedTuple):
    """All that a public answer depends on, besides the address."""

    host: bytes
    accept_encoding: bytes
    if_none_match: bytes
    has_body: bool


def what_is_asked(headers: list[tuple[bytes, bytes]]) -> Asked:
    host = accept_encoding = if_none_match = b""
    has_body = False
    for name, value in headers:
        if name == b"host":
            host = value
        elif name == b"accept-encoding":
            accept_encoding = value
        elif name == b"if-none-match":
            if_none_match = value
        elif name in (b"content-length", b"transfer-encoding"):
            has_body = True
    return Asked(host, accept_encoding, if_none_match, has_body)


async def _send(chosen: Sendable, if_none_match: bytes, outcome: str, send: Send) -> None:
    tally("front_requests", outcome=outcome)
    if if_none_match and is_unchanged(if_none_match, chosen.etag):
        await send({"type": "http.response.start", "status": 304, "headers": headers_in(chosen.head_unchanged)})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": 200, "headers": headers_in(chosen.head)})
    await send({"type": "http.response.body", "body": chosen.body})
