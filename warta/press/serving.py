"""Pressed pages in memory, ready to be sent: what the front asks for each request. Knows no Django and no database.

A copy is kept as long as the page's link still says what it said when the copy was read: one `readlink` a request, and
all processes change over at the same moment, without a message.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from functools import cache

from warta.press.addresses import is_plain
from warta.press.headers import fixed_headers, is_known
from warta.press.negotiation import FixedHead, Sendable, fixed_head, sendable
from warta.press.store import Store, file_name_of, read_form


class _Held:
    """One version of one page; its forms are read as they are asked for."""

    __slots__ = ("forms", "link", "size_bytes", "version")

    def __init__(self, link: str, version: str) -> None:
        self.link, self.version = link, version
        self.forms: dict[str, Sendable] = {}
        self.size_bytes = 0


class HotPages:
    """The pages asked for lately, at most `max_bytes` of them; the one asked for longest ago leaves first."""

    def __init__(self, store: Store, *, max_bytes: int, policy: str, is_secure: bool) -> None:
        self._store, self._max_bytes = store, max_bytes
        self._policy, self._is_secure = policy, is_secure
        self._held: OrderedDict[bytes, _Held] = OrderedDict()
        self._head_of = cache(self._make_head)
        self.held_bytes = 0

    def find(self, raw_path: bytes, encoding: str) -> Sendable | None:
        """The page at `raw_path`, as it stands in the request, in `encoding`; None when it is not in the store."""
        held = self._held.get(raw_path)
        try:
            if held is not None and os.readlink(held.link) == held.version:  # noqa: PTH115
                self._held.move_to_end(raw_path)
                return held.forms.get(encoding) or self._read(held, encoding)
        except OSError:
            pass  # the page was taken out of the store, or replaced between two steps
        if held is not None:
            self._let_go(raw_path)
        return self._look_up(raw_path, encoding)

    def _look_up(self, raw_path: bytes, encoding: str) -> Sendable | None:
        path = raw_path.decode("latin-1")
        if not is_plain(path):
            return None
        link = self._store.link_of(path)
        for _ in range(3):  # a version may be replaced and removed between the two steps
            try:
                held = _Held(link, os.readlink(link))  # noqa: PTH115
            except OSError:
                return None
            try:
                found = self._read(held, encoding)
            except OSError:
                continue
            self._held[raw_path] = held
            self._make_room()
            return found
        return None

    def _read(self, held: _Held, encoding: str) -> Sendable:
        body, etag = read_form(held.link, held.version, encoding)
        form = sendable(body, self._head_of(file_name_of(held.version)), encoding=encoding, etag=etag)
        held.forms[encoding] = form
        held.size_bytes += len(body)
        self.held_bytes += len(body)
        return form

    def _make_room(self) -> None:
        while self.held_bytes > self._max_bytes and self._held:
            self._let_go(next(iter(self._held)))

    def _let_go(self, raw_path: bytes) -> None:
        self.held_bytes -= self._held.pop(raw_path).size_bytes

    def _make_head(self, file_name: str) -> FixedHead:
        if not is_known(file_name):
            raise FileNotFoundError(file_name)  # pressed by another release: asked for, it is pressed again
        return fixed_head(fixed_headers(file_name, policy=self._policy, is_secure=self._is_secure))
