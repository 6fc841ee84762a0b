"""Pressed pages in memory, ready to be sent: what the front asks for each request. Knows no Django and no database.

A copy is kept as long as the page's link still says what it said when the copy was read: one `readlink` a request, and
all processes change over at the same moment, without a message.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from functools import cache

from warta.press.headers import fixed_headers, is_known
from warta.press.negotiation import FixedHead, Sendable, fixed_head, sendable
from warta.press.store import NotStorable, Store, file_name_of, read_form

SEEN_PATHS = 1000


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
        self._seen: dict[bytes, bool] = {}  # asked for once lately, in the order of asking
        self.held_bytes = 0

    def find(self, raw_path: bytes, encoding: str) -> Sendable | None:
        """The page at `raw_path`, as it stands in the request, in `encoding`; None when it is not in the store."""
        held = self._held.get(raw_path)
        try:
            if held is not None and os.readlink(held.link) == held.version:  # noqa: PTH115
                self._held.move_to_end(raw_path)
                form = held.forms.get(encoding)
                return form or self._hold(held, encoding, self._form(held.link, held.version, encoding))
        except OSError:
            pass  # the page was taken out of the store, or replaced between two steps
        if held is not None:
            self._let_go(raw_path)
        return self._look_up(raw_path, encoding)

    def _look_up(self, raw_path: bytes, encoding: str) -> Sendable | None:
        try:
            link = self._store.link_of(raw_path.decode("latin-1"))
        except NotStorable:
            return None
        for _ in range(3):  # a version may be replaced and removed between the two steps
            try:
                version = os.readlink(link)  # noqa: PTH115
            except OSError:
                return None
            try:
                form = self._form(link, version, encoding)
            except OSError:
                continue
            if self._is_asked_again(raw_path):
                self._held[raw_path] = held = _Held(link, version)
                self._hold(held, encoding, form)
            return form
        return None

    def _is_asked_again(self, raw_path: bytes) -> bool:
        """Only what is asked for twice is kept, so that whoever walks through the archive displaces nothing."""
        if self._seen.pop(raw_path, False):
            return True
        self._seen[raw_path] = True
        if len(self._seen) > SEEN_PATHS:
            del self._seen[next(iter(self._seen))]
        return False

    def _form(self, link: str, version: str, encoding: str) -> Sendable:
        body, etag = read_form(link, version, encoding)
        return sendable(body, self._head_of(file_name_of(version)), encoding=encoding, etag=etag)

    def _hold(self, held: _Held, encoding: str, form: Sendable) -> Sendable:
        held.forms[encoding] = form
        held.size_bytes += len(form.body)
        self.held_bytes += len(form.body)
        self._make_room()
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
