"""Pressed pages in memory, ready to be sent: what the front asks for each request. Knows no Django and no database.

A copy is kept as long as the page's link still says what it said when the copy was read: one `readlink` a request, and
all processes change over at the same moment, without a message.
"""

from __future__ import annotations

import os
from collections import OrderedDict

from warta.press.addresses import is_plain
from warta.press.headers import fixed_headers
from warta.press.negotiation import Sendable, sendable
from warta.press.store import Store

Page = dict[str, Sendable]  # by encoding


class HotPages:
    """The pages asked for lately, at most `max_bytes` of them; the one asked for longest ago leaves first."""

    def __init__(self, store: Store, *, max_bytes: int, policy: str, is_secure: bool) -> None:
        self._store, self._max_bytes = store, max_bytes
        self._policy, self._is_secure = policy, is_secure
        self._held: OrderedDict[bytes, tuple[bytes, bytes, Page, int]] = OrderedDict()
        self.held_bytes = 0

    def find(self, raw_path: bytes) -> Page | None:
        """The page at `raw_path`, as it stands in the request; None when it is not in the store."""
        held = self._held.get(raw_path)
        if held is None:
            return self._read(raw_path)
        link, version, page, _ = held
        try:
            if os.readlink(link) == version:  # noqa: PTH115 - once for each request
                self._held.move_to_end(raw_path)
                return page
        except OSError:
            self._let_go(raw_path)
            return None
        self._let_go(raw_path)
        return self._read(raw_path)

    def _read(self, raw_path: bytes) -> Page | None:
        path = raw_path.decode("latin-1")
        if not is_plain(path):
            return None
        copy = self._store.read(path)
        if copy is None:
            return None
        fixed = fixed_headers(copy.file_name, policy=self._policy, is_secure=self._is_secure)
        page = {name: sendable(form.body, fixed, encoding=name, etag=form.etag) for name, form in copy.forms.items()}
        self._hold(raw_path, (self._store.link_of(path).encode(), copy.version.encode(), page, copy.size_bytes))
        return page

    def _hold(self, raw_path: bytes, held: tuple[bytes, bytes, Page, int]) -> None:
        self._held[raw_path] = held
        self.held_bytes += held[3]
        while self.held_bytes > self._max_bytes:
            self._let_go(next(iter(self._held)))

    def _let_go(self, raw_path: bytes) -> None:
        self.held_bytes -= self._held.pop(raw_path)[3]
