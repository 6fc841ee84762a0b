"""The front and the real nginx give the same answers from the same store."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pytest

from tests.nginx import BROTLI, DEPLOYED, deployed_sites, free_port, running_nginx
from warta.live.door import Door
from warta.live.hub import Hub
from warta.live.tests.sources import ByHand
from warta.press.headers import CACHE_CONTROL, CONTENT_TYPES
from warta.press.serving import HotPages
from warta.press.store import Store
from warta.project.bridge import Bridge
from warta.project.files import MEDIA_POLICY, MEDIA_TYPES, STATIC_TYPES, Media, StaticFiles
from warta.project.front import Front
from warta.project.server import server_of
from warta.theme.policy import PUBLIC_POLICY

HOST = "berita.test"
PAGE = b"<!doctype html><h1>Berita</h1>" * 300
FINGERPRINT = "0123456789ab"
TOLD = ByHand()
UNLIKE = {"date", "server", "connection", "x-request-id", "keep-alive"}
KEPT = {
    "/": "page.html",
    "/nasional/": "page.html",
    "/nasional/read/1/judul": "page.html",
    "/feed.xml": "feed.rss",
    "/feed.json": "feed.jsonfeed",
    "/sitemap.xml": "data.xml",
    "/robots.txt": "data.txt",
    "/bar/": "fragment.html",
}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Site(NamedTuple):
    """Two ports, one store: the front itself, and nginx with the front behind it."""

    front: int
    nginx: int
    home: Path
    store: Store


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Stands where Django does: says what it was asked, so that both ways to it can be compared."""
    body = f"application: {environ['REQUEST_METHOD']} {environ['PATH_INFO']} {environ['HTTP_HOST']}".encode()
    start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("home")
    store = Store(home / "press", HOST)
    for path, file_name in KEPT.items():
        press(store, path, PAGE + path.encode(), file_name=file_name)
    lay_files(home)
    with serving(home, store) as front:
        nginx = free_port()
        sites = deployed_sites(home, host=HOST, port=nginx, application_port=front)
        with running_nginx(tmp_path_factory.mktemp("nginx"), sites, port=nginx):
            yield Site(front, nginx, home, store)


def press(store: Store, path: str, body: bytes, *, file_name: str = "page.html", order: int = 1) -> None:
    version = store.write(path, order=order, file_name=file_name, body=body)
    with store.locked(path):
        assert store.switch(path, version)


def lay_files(home: Path) -> None:
    for name, content in {
        f"static/{FINGERPRINT}/css/site.css": b"body { margin: 0 }",
        "media/images/a.jpg": b"picture",
        "media/images/a.svg": b"<svg/>",
        "media/images/a.html": b"<script>alert(1)</script>",
        "media/original_images/a.jpg": b"where it was taken",
        "media/documents/a.pdf": b"for some eyes",
    }.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)


class serving:  # noqa: N801 - reads as a block
    """The front with a stand-in for Django, in a thread."""

    def __init__(self, home: Path, store: Store) -> None:
        css = home / "static" / FINGERPRINT / "css" / "site.css"
        self.front = Front(
            host=HOST,
            pages=HotPages(store, max_bytes=10**7, policy=PUBLIC_POLICY, is_secure=False),
            static=StaticFiles({"css/site.css": css}, FINGERPRINT),
            media=Media(home / "media"),
            live=Door(Hub(TOLD, held_seconds=60)),
            application=Bridge(application, threads=2),
        )
        self.server = server_of(self.front)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]})

    def __enter__(self) -> int:
        self.thread.start()
        return int(self.listener.getsockname()[1])

    def __exit__(self, *_error: object) -> None:
        self.server.should_exit = True
        self.thread.join()


def ask(port: int, line: str, **headers: str) -> Answer:
    """Send exactly `line` and read one answer."""
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(f"{line} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
        with connection.makefile("rb") as received:
            status = int(received.readline().split()[1])
            named = dict(_named_lines(received))
            is_empty = status == 304 or line.startswith("HEAD")
            body = b"" if is_empty else received.read(int(named.get("content-length", 0)))
    return Answer(status, {name: value for name, value in named.items() if name not in UNLIKE}, body)


def _named_lines(received: BinaryIO) -> Iterator[tuple[str, str]]:
    while line := received.readline().decode("latin-1").strip():
        name, _, value = line.partition(": ")
        yield name.lower(), value


def both(site: Site, line: str, **headers: str) -> Answer:
    """What nginx and the front answer alike; the front on a connection that stays, and on one that closes."""
    quick, plain = ask(site.front, line, **headers), ask(site.front, line, connection="close", **headers)
    assert quick == plain == ask(site.nginx, line, **headers)
    return quick


@pytest.mark.parametrize("path", KEPT)
def test_pressed_pages_are_the_same_from_both(site: Site, path: str) -> None:
    answer = both(site, f"GET {path}")
    assert answer.status == 200
    assert answer.body == PAGE + path.encode()
    assert "last-modified" not in answer.headers
    assert answer.headers["content-security-policy"] == PUBLIC_POLICY


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_encodings_are_chosen_alike(site: Site, accepted: str, sent: str | None) -> None:
    if not BROTLI.exists():
        accepted, sent = accepted.replace("br", "x"), sent and "gzip"
    answer = both(site, "GET /nasional/", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == sent
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_what_is_known_already_is_not_sent_again(site: Site, encoding: str, form: str) -> None:
    if encoding == "br" and not BROTLI.exists():
        encoding = "gzip"
    etag = both(site, "GET /", accept_encoding=encoding).headers["etag"]
    answer = both(site, "GET /", accept_encoding=encoding, if_none_match=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert both(site, "GET /", if_none_match='"other"').status == 200


def test_a_new_version_has_another_etag_in_both_at_once(site: Site) -> None:
    before = both(site, "GET /bar/").headers["etag"]
    press(site.store, "/bar/", PAGE + b"/new/", file_name="fragment.html", order=2)
    answer = both(site, "GET /bar/", if_none_match=before)
    assert answer.status == 200
    assert answer.body.endswith(b"/new/")


def test_head_says_the_same_and_sends_nothing(site: Site) -> None:
    answer = both(site, "HEAD /nasional/")
    assert answer.headers["content-length"] == str(len(PAGE) + len("/nasional/"))
    assert answer.body == b""


@pytest.mark.parametrize("query", ["?", "?a=1", "?../..", "?%00", "?a=/@/page.html"])
def test_the_query_string_is_ignored(site: Site, query: str) -> None:
    assert both(site, f"GET /nasional/{query}").body == PAGE + b"/nasional/"


@pytest.mark.parametrize(
    "path",
    [
        "/nasional", "/nowhere/", "/nasional/@/page.html", "/@/page.html", "/@", "//", "/nasional//", "//nasional/",
        "/%6easional/", "/nasional/%2e%2e/", "/x/../nasional/", "/./", "/nasional/.", "/.locks/0", "/" + "a" * 201,
        "/nasional%2f", "/nasional/%40/page.html", "/feed.xml@", "/feed.xml/", "/Nasional/", "/nasional/;a", "/a%00b",
    ],
)  # fmt: skip
def test_a_tricky_address_is_left_to_the_application_by_both(site: Site, path: str) -> None:
    if "%00" in path:  # nginx refuses it outright, which is as good
        assert ask(site.nginx, f"GET {path}").status == 400
        assert ask(site.front, f"GET {path}").status == 404
        return
    assert both(site, f"GET {path}").body.startswith(b"application: GET")


@pytest.mark.parametrize("line", ["GET /" + "a/" * 3000, "GET /" + "a" * 5000, "GET /a b", "GET nasional/"])
def test_an_address_beyond_reason_does_no_harm(site: Site, line: str) -> None:
    for port in (site.front, site.nginx):
        assert ask(port, line).status in (400, 404, 414)
    assert both(site, "GET /").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_the_store(site: Site, method: str) -> None:
    answer = both(site, f"{method} /nasional/", content_length="0")
    assert answer.body == f"application: {method} /nasional/ {HOST}".encode()


@pytest.mark.parametrize("host", ["evil.test", "berita.test.evil.test", "..", "press", "127.0.0.1"])
def test_another_host_never_gets_a_page(site: Site, host: str) -> None:
    assert ask(site.nginx, "GET /", host=host).status == 400
    assert ask(site.front, "GET /", host=host).body.startswith(b"application:")


def test_a_host_in_capitals_is_the_same_host(site: Site) -> None:
    assert both(site, "GET /", host="BERITA.test").status == 200


def test_static_files_are_kept_for_ever_under_their_fingerprint(site: Site) -> None:
    for port in (site.front, site.nginx):
        answer = ask(port, f"GET /static/{FINGERPRINT}/css/site.css")
        assert answer.body == b"body { margin: 0 }"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/css; charset=utf-8"


def test_static_files_of_another_version_lead_to_the_present_ones_and_are_not_kept(site: Site) -> None:
    answer = both(site, "GET /static/aaaaaaaaaaaa/css/site.css")
    assert answer.body == b"body { margin: 0 }"
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert both(site, f"GET /static/{FINGERPRINT}/../../keys/secret-key").status == 404


@pytest.mark.parametrize("name", ["a.jpg", "a.svg", "a.html"])
def test_what_people_uploaded_can_not_run(site: Site, name: str) -> None:
    answer = both(site, f"GET /media/images/{name}")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert ("content-disposition" in answer.headers) == (name == "a.html")
    assert both(site, f"GET /media/images/{name}", if_none_match=answer.headers["etag"]).status == 304


@pytest.mark.parametrize(
    "path", ["original_images/a.jpg", "documents/a.pdf", "images/none.jpg", "", "images", "images/../documents/a.pdf"]
)
def test_originals_and_documents_are_not_shown(site: Site, path: str) -> None:
    assert both(site, f"GET /media/{path}").status == 404


def test_listeners_hear_through_both_at_once(site: Site) -> None:
    for port in (site.front, site.nginx):
        with socket.create_connection(("127.0.0.1", port), 10) as connection, connection.makefile("rb") as wire:
            connection.sendall(f"GET /live/article-7?after=0 HTTP/1.1\r\nhost: {HOST}\r\n\r\n".encode())
            assert wire.readline().startswith(b"HTTP/1.1 200")
            assert b"event: begun\n" in iter(wire.readline, b"")
            TOLD.tell("article-7", comments=port)
            assert b'data: {"comments":%d}\n' % port in iter(wire.readline, b"")
    assert both(site, "GET /live/nothing-7").status == 404
    assert both(site, "HEAD /live/article-7").status == 400


def test_the_configuration_says_what_the_code_says() -> None:
    text = DEPLOYED.read_text(encoding="utf-8")
    for content_type in {*CONTENT_TYPES.values(), *STATIC_TYPES.values(), *MEDIA_TYPES.values()}:
        assert f'"{content_type}"' in text or f"{content_type} " in text
    assert all(f'"{control}"' in text for control in CACHE_CONTROL.values())
    assert f'"{PUBLIC_POLICY}"' in text
    assert f'"{MEDIA_POLICY}"' in text
    tried = set(re.findall(r"\$warta_path@/(\w+\.\w+)", text))
    kinds = {f"{kind}.{ending}" for kind in ("feed", "data") for ending in CONTENT_TYPES if ending != "html"}
    assert tried == kinds | {"page.html", "fragment.html"}


def test_pages_pressed_during_the_load_are_never_mixed(site: Site) -> None:
    stop = time.monotonic() + 1.5
    versions = [bytes([65 + number]) * 5000 for number in range(8)]

    def press_again() -> None:
        order = 1
        while time.monotonic() < stop:
            order += 1
            press(site.store, "/nasional/", versions[order % 8], order=order)

    presser = threading.Thread(target=press_again)
    presser.start()
    while time.monotonic() < stop:
        for port in (site.front, site.nginx):
            body = ask(port, "GET /nasional/").body
            assert body in versions or body == PAGE + b"/nasional/"
    presser.join()
