"""The front on the wire: what it answers itself, what it hands on, and what it does when there is too much."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from warta.live.door import Door
from warta.live.hub import Hub
from warta.live.tests.sources import ByHand
from warta.press.serving import HotPages
from warta.press.store import Store
from warta.project.bridge import IN_MEMORY_BYTES, Bridge
from warta.project.files import Media, StaticFiles
from warta.project.front import Front
from warta.project.server import server_of

HOST = "berita.test"
StartResponse = Callable[..., Any]


class Application:
    """Stands where Django does: echoes, and waits for `gate` at /slow."""

    def __init__(self) -> None:
        self.gate, self.entered = threading.Event(), threading.Semaphore(0)
        self.environs: list[dict[str, Any]] = []

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self.environs.append(environ)
        self.entered.release()
        if environ["PATH_INFO"] == "/slow":
            self.gate.wait(20)
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body) or 4))])
        return [body or b"echo"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "press", HOST)


@pytest.fixture
def application() -> Iterator[Application]:
    present = Application()
    yield present
    present.gate.set()


def press(store: Store, path: str, body: bytes, order: int = 1) -> None:
    version = store.write(path, order=order, file_name="page.html", body=body)
    with store.locked(path):
        store.switch(path, version)


def hot_pages(store: Store, max_bytes: int = 10**6) -> HotPages:
    return HotPages(store, max_bytes=max_bytes, policy="", is_secure=False)


@contextmanager
def front(store: Store, bridge: Bridge) -> Iterator[int]:
    static, media = StaticFiles({}, "0"), Media(store.root)
    pages, live = hot_pages(store), Door(Hub(ByHand(), held_seconds=60))
    server = server_of(Front(host=HOST, pages=pages, static=static, media=media, live=live, application=bridge))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield int(listener.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 10)


def request(path: str, *lines: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"host: {HOST}", *lines, "", ""]).encode()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def all_of(connection: socket.socket) -> bytes:
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_requests_sent_in_one_go_are_answered_in_their_order(store: Store, application: Application) -> None:
    press(store, "/", b"pressed page")
    with front(store, Bridge(application)) as port, connect(port) as connection:
        application.gate.set()
        ends = request("/", "connection: close")
        connection.sendall(request("/") + request("/slow") + request("/") + request("/other") + ends)
        said = all_of(connection)
    bodies = [part.partition(b"\r\n\r\n")[2][:4] for part in said.split(b"HTTP/1.1 ")[1:]]
    assert bodies == [b"pres", b"echo", b"pres", b"echo", b"pres"]


def test_a_pressed_page_is_answered_while_django_is_busy(store: Store, application: Application) -> None:
    press(store, "/", b"pressed page")
    with front(store, Bridge(application, threads=1)) as port, connect(port) as slow, connect(port) as other:
        slow.sendall(request("/slow", "connection: close"))
        application.entered.acquire()
        other.sendall(request("/", "connection: close"))
        assert b"pressed page" in all_of(other)
        application.gate.set()
        assert b"echo" in all_of(slow)


def test_more_than_the_queue_holds_is_told_to_come_back(store: Store, application: Application) -> None:
    with front(store, Bridge(application, threads=1, waiting=0)) as port, connect(port) as slow, connect(port) as other:
        slow.sendall(request("/slow", "connection: close"))
        application.entered.acquire()
        other.sendall(request("/", "connection: close"))
        said = all_of(other).decode()
        application.gate.set()
        assert b"200 OK" in all_of(slow)
    assert said.startswith("HTTP/1.1 503")
    assert "retry-after: 5" in said
    assert "nothing is lost" in said


@pytest.mark.parametrize("sent", [b"", b"\r\n", b"GET / HT", request("/")[:-2]])
@pytest.mark.parametrize("before", [b"", request("/"), request("/other")])
def test_a_connection_that_asks_for_nothing_whole_is_closed(
    store: Store, application: Application, monkeypatch: pytest.MonkeyPatch, before: bytes, sent: bytes
) -> None:
    monkeypatch.setattr("warta.project.protocol.HEAD_SECONDS", 0.1)
    monkeypatch.setattr("warta.project.server.IDLE_SECONDS", 1)
    press(store, "/", b"pressed page")
    with front(store, Bridge(application)) as port, connect(port) as connection:
        connection.sendall(before)
        if before:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(sent)
        assert all_of(connection) in (b"", b"echo")  # ends when the connection does


def test_a_head_without_an_end_is_not_read_on(store: Store, application: Application) -> None:
    with front(store, Bridge(application)) as port, connect(port) as connection:
        connection.sendall(request("/")[:-2])
        with pytest.raises(ConnectionError):
            connection.sendall((b"x-more: " + b"a" * 8000 + b"\r\n") * 5000)
    assert not application.environs


def test_a_slow_sender_holds_no_thread(store: Store, application: Application) -> None:
    with front(store, Bridge(application, threads=1, waiting=0)) as port, connect(port) as slow, connect(port) as other:
        slow.sendall(request("/form", "content-length: 10", "connection: close", method="POST") + b"half")
        other.sendall(request("/other", "connection: close"))
        assert b"echo" in all_of(other)
        slow.sendall(b"a whole")
        assert b"halfa whol" in all_of(slow)


def test_a_body_too_large_is_refused_before_it_takes_a_thread(
    store: Store, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warta.project.bridge.BODY_MAX_BYTES", 1000)
    with front(store, Bridge(application)) as port, connect(port) as connection:
        connection.sendall(request("/form", "content-length: 2000", "connection: close", method="POST") + b"x" * 2000)
        assert all_of(connection).startswith(b"HTTP/1.1 413")
    assert not application.environs


def test_large_bodies_are_taken_a_few_at_a_time(
    store: Store, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warta.project.bridge.LARGE_AT_ONCE", 1)
    whole = b"x" * (IN_MEMORY_BYTES + 10)
    head = request("/form", f"content-length: {len(whole)}", "connection: close", method="POST")
    bridge = Bridge(application)
    with front(store, bridge) as port, connect(port) as first, connect(port) as second, connect(port) as third:
        first.sendall(head + whole[:-1])
        until(lambda: bridge._large == 1)
        second.sendall(head + whole)
        assert all_of(second).startswith(b"HTTP/1.1 503")
        first.sendall(whole[-1:])
        assert all_of(first).endswith(whole)
        until(lambda: bridge._large == 0)
        third.sendall(head + whole)
        assert all_of(third).endswith(whole)


def test_a_body_for_which_the_disk_has_no_room_is_refused_in_a_sentence(store: Store, application: Application) -> None:
    whole = b"x" * (IN_MEMORY_BYTES + 1)
    head = request("/form", f"content-length: {len(whole)}", "connection: close", method="POST")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))  # no file may grow: as good as a full disk
    try:
        with front(store, Bridge(application)) as port, connect(port) as connection:
            connection.sendall(head + whole)
            said = all_of(connection)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert said.startswith(b"HTTP/1.1 507")
    assert not application.environs


def test_a_large_body_arrives_whole(store: Store, application: Application) -> None:
    body = b"0123456789abcdef" * (IN_MEMORY_BYTES // 8)
    lines = f"content-length: {len(body)}", "connection: close"
    with front(store, Bridge(application)) as port, connect(port) as connection:
        connection.sendall(request("/form", *lines, method="POST") + body)
        assert all_of(connection).partition(b"\r\n\r\n")[2] == body


def test_each_request_has_an_id_and_no_header_passes_for_another(store: Store, application: Application) -> None:
    given = "a" * 32
    with front(store, Bridge(application)) as port, connect(port) as first, connect(port) as second:
        first.sendall(request("/a", f"x-request-id: {given}", "x_forwarded_for: 6.6.6.6", "connection: close"))
        assert f"x-request-id: {given}".encode() in all_of(first)
        second.sendall(request("/a", "x-request-id: <script>", "connection: close"))
        assert b"<script>" not in all_of(second)
    assert "HTTP_X_FORWARDED_FOR" not in application.environs[0]


def test_stopping_finishes_the_requests_under_way(store: Store, application: Application) -> None:
    with front(store, Bridge(application)) as port:
        slow = connect(port)
        slow.sendall(request("/slow", "connection: close"))
        application.entered.acquire()
        threading.Timer(0.2, application.gate.set).start()
    with slow:
        assert b"echo" in all_of(slow)


def test_the_hot_copy_is_bounded_and_keeps_what_is_asked_for_again(store: Store) -> None:
    for number in range(10):
        press(store, f"/{number}", b"x" * 1000)
    pages = hot_pages(store, max_bytes=3000)
    for number in range(10):
        for _ in range(2):
            assert pages.find(f"/{number}".encode(), "identity") is not None
        assert pages.find(b"/0", "identity") is not None
        assert pages.held_bytes <= 3000
    assert pages.held_bytes == 3000


def test_a_hot_copy_lives_exactly_as_long_as_its_version(store: Store) -> None:
    press(store, "/", b"one")
    pages = hot_pages(store)
    for order, body in enumerate((b"one", b"one", b"two", b"three"), start=2):
        press(store, "/", body, order)
        for encoding in ("identity", "gzip", "br", "identity"):
            assert pages.find(b"/", encoding) is not None
        page = pages.find(b"/", "identity")
        assert page is not None
        assert page.body == body
    with store.locked("/"):
        store.remove("/")
    assert pages.find(b"/", "identity") is None
    assert pages.held_bytes == 0


def test_what_another_release_pressed_is_not_served(store: Store) -> None:
    version = store.write("/", order=1, file_name="unheard.of", body=b"x")
    with store.locked("/"):
        store.switch("/", version)
    assert hot_pages(store).find(b"/", "identity") is None
