"""Pressed pages in memory, ready to be sent: what the front asks for each request. Knows no Django and no database.

A copy is kept as long as the page's link still says what it said when the copy was read: one `readlink` a request, and
all processes change over at the same moment, without a message. Of a page that was asked for once the head is kept, of
one that is asked for again the body too: whoever walks through the archive displaces nothing.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from functools import cache

from warta.press.headers import fixed_headers, is_known
from warta.press.negotiation import FixedHead, Sendable, fixed_head, sendable
from warta.press.store import Form, NotStorable, Store, file_name_of, read_again, read_form

MOST_KNOWN = 5000  # pages, each with 1 to 4 KB of heads


class _Page:
    """One version of one page. Its forms are known as they are asked for; `bodies` are those that memory holds."""

    __slots__ = ("bodies", "forms", "link", "version")

    def __init__(self, link: str, version: str) -> None:
        self.link, self.version = link, version
        self.forms: dict[str, tuple[Form, Sendable]] = {}  # the second without its body
        self.bodies: dict[str, Sendable] = {}


class HotPages:
    """The bodies asked for lately, at most `max_bytes` of them; the page asked for longest ago lets go of its first."""

    def __init__(self, store: Store, *, max_bytes: int, policy: str, is_secure: bool) -> None:
        self._store, self._max_bytes = store, max_bytes
        self._policy, self._is_secure = policy, is_secure
        self._known: dict[bytes, _Page] = {}  # in the order in which they became known
        self._hot: OrderedDict[bytes, _Page] = OrderedDict()  # those of them with bodies
        self._head_of = cache(self._make_head)
        self.held_bytes = 0

    def find(self, raw_path: bytes, encoding: str) -> Sendable | None:
        """The page at `raw_path`, as it stands in the request, in `encoding`; None when it is not in the store."""
        page = self._known.get(raw_path)
        try:
            if page is not None and os.readlink(page.link) == page.version:  # noqa: PTH115
                body = page.bodies.get(encoding)
                if body is None:
                    return self._read(raw_path, page, encoding)
                self._hot.move_to_end(raw_path)
                return body
        except OSError:
            pass  # the page was taken out of the store, or replaced between two steps
        if page is not None:
            self._forget(raw_path)
        return self._look_up(raw_path, encoding)

    def _look_up(self, raw_path: bytes, encoding: str) -> Sendable | None:
        try:
            link = self._store.link_of(raw_path.decode("latin-1"))
        except NotStorable:
            return None
        for _ in range(3):  # a version may be replaced and removed between the two steps
            try:
                page = _Page(link, os.readlink(link))  # noqa: PTH115
            except OSError:
                return None
            try:
                found = self._read(raw_path, page, encoding)
            except OSError:
                continue
            self._known[raw_path] = page
            if len(self._known) > MOST_KNOWN:
                self._forget(next(iter(self._known)))
            return found
        return None

    def _read(self, raw_path: bytes, page: _Page, encoding: str) -> Sendable:
        """What stands on the disk. Raises OSError when it is gone."""
        known = page.forms.get(encoding)
        if known is None:
            body, form = read_form(page.link, page.version, encoding)
            found = sendable(body, self._head_of(file_name_of(page.version)), encoding=encoding, etag=form.etag)
            page.forms[encoding] = form, found._replace(body=b"")
            return found
        form, (_, etag, head, head_unchanged) = known
        found = page.bodies[encoding] = Sendable(read_again(form), etag, head, head_unchanged)
        self._hot[raw_path] = page
        self._hot.move_to_end(raw_path)
        self.held_bytes += form.size_bytes
        while self.held_bytes > self._max_bytes:
            self._cool(next(iter(self._hot)))
        return found

    def _cool(self, raw_path: bytes) -> None:
        """Let go of a page's bodies."""
        page = self._hot.pop(raw_path, None)
        if page is not None:
            self.held_bytes -= sum(len(held.body) for held in page.bodies.values())
            page.bodies.clear()

    def _forget(self, raw_path: bytes) -> None:
        self._cool(raw_path)
        del self._known[raw_path]

    def _make_head(self, file_name: str) -> FixedHead:
        if not is_known(file_name):
            raise FileNotFoundError(file_name)  # pressed by another release: asked for, it is pressed again
        return fixed_head(fixed_headers(file_name, policy=self._policy, is_secure=self._is_secure))
