"""Listeners on the wire: the front as it serves, with a source that a test moves and nobody behind it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from warta.lib.addresses import trusted_networks
from warta.lib.tallies import levels, tallies
from warta.live.door import Door
from warta.live.hub import Hub
from warta.live.notices import Event, wire_of
from warta.live.tests.sources import ByHand
from warta.press.serving import HotPages
from warta.press.store import Store
from warta.project.files import Media, StaticFiles
from warta.project.front import Front
from warta.project.server import server_of

HOST = "berita.test"


class Line:
    """One listener's connection."""

    def __init__(
        self, port: int, path: str = "/live/article-7", *lines: str, method: str = "GET", version: str = "1.1"
    ):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.wire = self.socket.makefile("rb")
        self.ask(path, *lines, method=method, version=version)

    def ask(self, path: str, *lines: str, method: str = "GET", version: str = "1.1") -> None:
        head = [f"{method} {path} HTTP/{version}", f"host: {HOST}", *lines, "", ""]
        self.socket.sendall("\r\n".join(head).encode())

    def block(self) -> str:
        """Up to the next empty line: the head of the answer, then one event after the other."""
        return b"".join(iter(lambda: self.wire.readline().replace(b"\r\n", b"\n"), b"\n")).decode()

    def begun(self) -> str:
        """The head of the answer, after which this line surely listens."""
        head = self.block()
        assert "event: begun" in self.block()
        return head

    def rest(self) -> bytes:
        return self.wire.read()

    def close(self) -> None:
        self.wire.close()
        self.socket.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class Nobody:
    """Stands where Django is: nothing may be asked of it here."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("Django was woken")

    def close(self) -> None: ...


@contextmanager
def serving(folder: Path, source: ByHand, *, trusted: tuple[str, ...] = (), **limits: int) -> Iterator[int]:
    """The front on a port of its own."""
    store = Store(folder / "press", HOST)
    with store.locked("/"):
        store.switch("/", store.write("/", order=1, file_name="page.html", body=b"pressed"))
    front = Front(
        host=HOST,
        pages=HotPages(store, max_bytes=10**6, policy="", is_secure=False),
        static=StaticFiles({}, "0"),
        media=Media(folder),
        live=Door(Hub(source, held_seconds=60, **limits), trusted_networks(trusted)),
        application=Nobody(),  # type: ignore[arg-type]
    )
    server = server_of(front)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()


@pytest.fixture
def source() -> ByHand:
    return ByHand()


@pytest.fixture
def port(tmp_path: Path, source: ByHand) -> Iterator[int]:
    with serving(tmp_path, source) as number:
        yield number


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def test_a_notice_reaches_those_of_its_channel_alone(port: int, source: ByHand) -> None:
    with Line(port) as first, Line(port) as second, Line(port, "/live/article-8") as other:
        for line in (first, second, other):
            line.begun()
        source.tell("article-7", comments=3)
        source.tell("article-8", comments=9)
        assert first.block() == second.block() == 'id: 1\ndata: {"comments":3}\n'
        assert other.block() == 'id: 2\ndata: {"comments":9}\n'


def test_the_answer_is_kept_by_nobody_and_gathered_by_no_proxy(port: int) -> None:
    with Line(port) as line:
        head = line.block()
        begun = dict(part.split(": ") for part in line.block().splitlines())
    assert head.startswith("HTTP/1.1 200 OK\ndate: ")
    assert "content-type: text/event-stream; charset=utf-8\n" in head
    assert "cache-control: no-store\n" in head
    assert "x-accel-buffering: no\n" in head
    assert 1000 <= int(begun["retry"]) <= 5000
    assert begun["id"] == "0"


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("/live/article-7", ["last-event-id: 2"]),
        ("/live/article-7?after=2", []),
        ("/live/article-7?after=1", ["last-event-id: 2"]),
        ("/live/article-7?after=2", ["last-event-id: nothing"]),
    ],
)
def test_who_comes_back_misses_nothing(tmp_path: Path, path: str, lines: list[str]) -> None:
    source = ByHand([held(number) for number in (1, 2, 3, 4)])
    with serving(tmp_path, source) as port, Line(port, path, *lines) as line:
        line.block()
        assert "\nid: 2\n" in line.block()  # no further than it was: the rest follows
        source.tell("article-7", comments=5)
        assert [line.block()[:5] for _ in range(3)] == ["id: 3", "id: 4", "id: 5"]


def held(number: int) -> Event:
    return Event(number, "article-7", wire_of({"comments": number}, position=number))


def test_who_comes_first_is_not_told_what_was(tmp_path: Path) -> None:
    source = ByHand([held(1)])
    with serving(tmp_path, source) as port, Line(port) as line:
        line.begun()
        source.tell("article-7", comments=2)
        assert line.block().startswith("id: 2\n")


def test_a_position_from_before_a_restore_leads_on(tmp_path: Path) -> None:
    source = ByHand([held(1)])
    with serving(tmp_path, source) as port, Line(port, "/live/article-7?after=999") as line:
        line.block()
        assert "\nid: 1\n" in line.block()


def test_the_line_is_kept_warm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.live.broadcast.BEAT_SECONDS", 0.001)
    with serving(tmp_path, ByHand()) as port, Line(port) as line:
        line.begun()
        assert line.block() == ":\n"
        assert line.block() == ":\n"


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_connection_that_would_close_listens_as_well(port: int, source: ByHand, version: str) -> None:
    with Line(port, "/live/article-7", "connection: close", version=version) as line:
        line.begun()
        source.tell("article-7", comments=1)
        assert "comments" in line.block()


def test_a_connection_that_read_a_page_before_may_listen(port: int, source: ByHand) -> None:
    with Line(port, "/") as line:
        assert "200 OK" in line.block()
        assert line.wire.read(7) == b"pressed"
        line.ask("/live/article-7")
        line.begun()
        source.tell("article-7", comments=1)
        assert "comments" in line.block()


def test_what_a_listener_says_is_not_heard(port: int, source: ByHand) -> None:
    with Line(port) as line:
        line.begun()
        line.ask("/")
        line.socket.sendall(b"\x00 no request at all" * 1000)
        source.tell("article-7", comments=1)
        assert "comments" in line.block()


def test_what_comes_in_the_same_breath_is_not_answered(port: int, source: ByHand) -> None:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        one = f"GET /live/article-7 HTTP/1.1\r\nhost: {HOST}\r\n\r\n".encode()
        connection.sendall(one + one.replace(b"/live/article-7", b"/") + one)
        with connection.makefile("rb") as wire:
            assert b"event: begun\n" in iter(wire.readline, b"")
            source.tell("article-7", comments=1)
            said = [wire.readline() for _ in range(5)]
    assert said[-2:] == [b"id: 1\n", b'data: {"comments":1}\n']


@pytest.mark.parametrize("path", ["/live/", "/live/article", "/live/nothing-7", "/live/article-%37", "/live/a-7/b"])
def test_what_is_no_channel_is_refused_in_a_sentence(port: int, path: str) -> None:
    with Line(port, path, "connection: close") as line:
        assert line.block().startswith("HTTP/1.1 404")
        assert "There is no such channel. One is named like article-7." in line.rest().decode()


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
def test_one_listens_by_asking(port: int, method: str) -> None:
    with Line(port, "/live/article-7", "connection: close", method=method) as line:
        assert line.block().startswith("HTTP/1.1 400")


def test_a_body_is_no_plain_wish(port: int) -> None:
    with Line(port, "/live/article-7", "content-length: 3", "connection: close") as line:
        line.socket.sendall(b"abc")
        assert line.block().startswith("HTTP/1.1 400")
        assert "Listen with one GET request" in line.rest().decode()


def test_one_address_may_listen_so_often(tmp_path: Path) -> None:
    with serving(tmp_path, ByHand(), trusted=("127.0.0.1",), most_of_one_address=2) as port:
        ours = [Line(port, "/live/article-7", f"x-forwarded-for: 2001:db8::{number}") for number in (1, 2)]
        for line in ours:
            line.begun()
        with Line(port, "/live/article-7", "x-forwarded-for: 2001:db8::3", "connection: close") as refused:
            assert refused.block().startswith("HTTP/1.1 429")
            assert "Close other pages" in refused.rest().decode()
        with Line(port, "/live/article-7", "x-forwarded-for: 2001:db8:0:1::3") as neighbour:
            neighbour.begun()
        for line in ours:
            line.close()
        until(lambda: levels()["live_listeners"] == 0)
        with Line(port, "/live/article-7", "x-forwarded-for: 2001:db8::3") as again:
            again.begun()


def test_whom_nobody_trusts_can_not_name_another_address(tmp_path: Path) -> None:
    with serving(tmp_path, ByHand(), most_of_one_address=1) as port, Line(port) as line:
        line.begun()
        with Line(port, "/live/article-7", "x-forwarded-for: 203.0.113.7") as refused:
            assert refused.block().startswith("HTTP/1.1 429")


def test_there_are_never_more_than_the_process_can_hold(tmp_path: Path) -> None:
    with serving(tmp_path, ByHand(), most=1) as port, Line(port) as line:
        line.begun()
        with Line(port, "/live/article-8", "connection: close") as refused:
            head = refused.block()
            assert head.startswith("HTTP/1.1 503")
            assert "retry-after: 60" in head
            assert "Load the page again" in refused.rest().decode()


def test_who_takes_nothing_from_the_wire_is_dropped(port: int, source: ByHand) -> None:
    dropped = tallies().get(("live_dropped", (("reason", "slow"),)), 0)
    with Line(port) as reader, Line(port) as sleeper:
        for line in (reader, sleeper):
            line.begun()
        told = 0
        while not tallies().get(("live_dropped", (("reason", "slow"),)), 0) > dropped:
            for _ in range(500):
                told += 1
                source.tell("article-7", comments=told, filling="x" * 80)
            while f'"comments":{told},' not in reader.block():
                pass
        until(lambda: levels()["live_listeners"] == 1)


def test_stopping_ends_the_lines_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, ByHand()) as port:
        lines = [Line(port) for _ in range(20)]
        for line in lines:
            line.begun()
        began = time.monotonic()
    assert time.monotonic() - began < 5
    for line in lines:
        assert line.rest() == b""
        line.close()
    assert levels()["live_listeners"] == 0


def test_nothing_is_looked_for_when_nobody_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.live.hub.LINGER_SECONDS", 0.01)
    source = ByHand()
    with serving(tmp_path, source) as port:
        assert source.begun == 0
        for number in (1, 2):
            with Line(port) as line:
                line.begun()
                assert source.begun == number
            until(lambda ended=number: source.ended == ended)  # type: ignore[misc]


def test_while_notices_can_not_be_read_the_line_is_closed_unanswered(tmp_path: Path) -> None:
    class Failing(ByHand):
        def start(self) -> None:
            self.loop.call_soon_threadsafe(self.inbox.fail)

    with serving(tmp_path, Failing()) as port, Line(port) as line:
        assert line.rest() == b""
