from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.http import AddressRefused, AnswerLost, AnswerTooLarge, Client, NotConnected, is_public_address

SHORT = 0.3
BOMB = gzip.compress(b"\0" * 20_000_000)


class Handler(BaseHTTPRequestHandler):
    """Answers by path; everything it was asked is kept."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.command, self.path, headers, body))
        getattr(self, "answer_" + self.path.strip("/").split("?")[0], self.answer_ok)()

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_ok(self) -> None:
        self._send(200, json.dumps({"ok": True}).encode())

    def answer_busy(self) -> None:
        self._send(429, b"later", Retry_After="7")

    def answer_packed(self) -> None:
        self._send(200, gzip.compress(b"kabar " * 1000), Content_Encoding="gzip")

    def answer_bomb(self) -> None:
        self._send(200, BOMB, Content_Encoding="gzip")

    def answer_onward(self) -> None:
        self._send(302, b"", Location="/ok")

    def answer_round(self) -> None:
        self._send(302, b"", Location="/round")

    def answer_astray(self) -> None:
        self._send(302, b"", Location="http://localhost:9/inside")

    def answer_hangup(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def answer_half(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def answer_hang(self) -> None:
        self.server.released.wait(30)  # type: ignore[attr-defined]
        self.close_connection = True

    def answer_drip(self) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        while not self.server.released.wait(0.02):  # type: ignore[attr-defined]
            self.wfile.write(b".")
            self.wfile.flush()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    released: threading.Event

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = Server(("127.0.0.1", 0), Handler)
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(base: str) -> Client:
    Handler.seen.clear()
    return Client(allowed=(base,))


@pytest.fixture
def hurried(client: Client) -> Client:
    return replace(client, read_seconds=SHORT, total_seconds=SHORT * 3)


def test_an_answer_is_an_answer_whatever_its_status(client: Client, base: str) -> None:
    good, busy = client.get(base + "/ok"), client.get(base + "/busy")
    assert (good.is_success, good.json()) == (True, {"ok": True})
    assert (busy.status, busy.headers["retry-after"], busy.is_success) == (429, "7", False)


def test_json_and_forms_arrive_whole(client: Client, base: str) -> None:
    client.post_json(base + "/ok?x=1", {"text": "“Kabar” 📰"})
    client.post_form(base + "/ok", {"caption": "Ombak", "photo": ("a.jpg", b"\xff\xd8\0", "image/jpeg")})
    (_, path, headers, body), (_, _, form_headers, form) = Handler.seen
    assert (path, json.loads(body)) == ("/ok?x=1", {"text": "“Kabar” 📰"})
    assert headers["host"] == base.removeprefix("http://")
    assert form_headers["content-type"].startswith("multipart/form-data")
    assert b"\xff\xd8\0" in form


def test_packed_bodies_are_unpacked_and_bombs_are_not(client: Client, base: str) -> None:
    assert client.get(base + "/packed").body == b"kabar " * 1000
    with pytest.raises(AnswerTooLarge):
        client.get(base + "/bomb")


def test_redirects_are_followed_for_reading_and_not_for_sending(client: Client, base: str) -> None:
    assert client.get(base + "/onward").url == base + "/ok"
    assert client.post_json(base + "/onward", {}).status == 302


def test_redirects_end_somewhere(client: Client, base: str) -> None:
    with pytest.raises(AddressRefused, match="without end"):
        client.get(base + "/round")


def test_a_redirect_to_a_private_address_is_refused(client: Client, base: str) -> None:
    with pytest.raises(AddressRefused, match="private"):
        client.get(base + "/astray")


@pytest.mark.parametrize("path", ["/hangup", "/half", "/hang", "/drip"])
def test_a_request_whose_answer_never_came_whole_may_have_been_carried_out(
    hurried: Client, base: str, path: str
) -> None:
    with pytest.raises(AnswerLost):
        hurried.post_json(base + path, {})
    assert len(Handler.seen) == 1


def test_a_closed_port_was_never_connected() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NotConnected):
        Client(allowed=(base,)).get(base + "/bot1:secret/getMe")


def test_a_server_that_speaks_no_tls_was_never_asked(base: str) -> None:
    secure = base.replace("http", "https")
    Handler.seen.clear()
    with pytest.raises(NotConnected):
        Client(allowed=(secure,), connect_seconds=1).post_json(secure + "/ok", {})
    assert Handler.seen == []


@contextmanager
def _names(answer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", answer)
        yield


def test_a_name_that_changes_its_mind_is_asked_once(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(base.rpartition(":")[2])
    asked: list[Any] = []
    real = socket.getaddrinfo

    def answer(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "news.example":
            return real(host, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    named = f"http://news.example:{port}"
    with _names(answer, monkeypatch):
        assert Client(allowed=(named,)).get(named + "/ok").is_success
        with pytest.raises(AddressRefused):
            Client().get(named + "/ok")
    assert len(asked) == 2


def test_an_unknown_name_was_never_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror

    with _names(unknown, monkeypatch), pytest.raises(NotConnected, match="not a known name"):
        Client().get("https://nowhere.example/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/latest",
        "http://0.0.0.0/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "ftp://example.org/",
        "file:///etc/passwd", "http://user:pass@example.org/", "", "http://", "javascript:alert(1)", "http://[64:ff9b::7f00:1]/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_open_web_are_refused(url: str) -> None:
    with pytest.raises(NotConnected):
        Client(connect_seconds=SHORT).get(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("192.168.1.1", False), ("100.64.0.1", False),
        ("224.0.0.1", False), ("::ffff:10.0.0.1", False), ("::ffff:8.8.8.8", True), ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False), ("fe80::1%eth0", False), ("fc00::1", False), ("ff02::1", False), ("x", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_private_ones(address: str, public: bool) -> None:
    assert is_public_address(address) is public


@given(st.ip_addresses(v=4, network="10.0.0.0/8"))
def test_no_private_address_passes_in_an_ipv6_coat(address: Any) -> None:
    assert not is_public_address(f"::ffff:{address}")
    assert not is_public_address(f"64:ff9b::{address}")


def test_no_failure_shows_the_path_for_it_may_hold_a_token(client: Client, base: str) -> None:
    Handler.answer_secret = Handler.answer_hangup  # type: ignore[attr-defined]
    with pytest.raises(AnswerLost) as caught:
        client.get(base + "/secret?token=abc")
    assert "secret" not in str(caught.value)
    assert "abc" not in str(caught.value)
