"""The HTTP side: parses a call, throws the fault that is due, carries the call out, answers as Telegram does."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from tests.telegram_standin.chats import Chats, Refusal
from tests.telegram_standin.faults import Fault, Faults
from tests.telegram_standin.page import page_of
from tests.telegram_standin.specification import Specification, specification

CALL = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
TOKEN = re.compile(r"\d+:[\w-]{20,}")
SLOW_SECONDS = 0.3


@dataclass(frozen=True)
class Call:
    """A call as it came in, whatever became of it. `at` is time.time() when it was read."""

    method: str
    chat: str
    given: dict[str, Any]
    at: float


@dataclass
class StandIn:
    """One stand-in server. Use `running()`; `base` is what WARTA_TELEGRAM_API is set to."""

    port: int = 0
    retry_after: int = 1
    token: str = ""  # empty: any token of the right form
    chats: Chats = field(default_factory=Chats)
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)
    specification: Specification = field(default_factory=specification)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @contextmanager
    def running(self) -> Iterator[StandIn]:
        """Serve in the background while the block runs."""
        server = self.server()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.ended.set()
            server.shutdown()
            server.server_close()

    def server(self) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"stand_in": self})
        server = _Server(("127.0.0.1", self.port), handler)
        self.port = server.server_address[1]
        self.ended.clear()
        return server

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in list(self.calls) if call.method == method]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128


class _Handler(BaseHTTPRequestHandler):
    stand_in: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path in ("/", "/posts.json"):
            return self._show()
        return self._receive()

    def do_POST(self) -> None:
        self._receive()

    def _receive(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        found = CALL.fullmatch(self.path.partition("?")[0])
        if found is None or not TOKEN.fullmatch(found["token"]):
            return self._fail(404, "Not Found")
        if self.stand_in.token and found["token"] != self.stand_in.token:
            return self._fail(401, "Unauthorized")
        if found["method"] not in self.stand_in.specification.methods:
            return self._fail(404, "Not Found: method not found")
        return self._throw(found["method"], *_parameters(self.headers.get("content-type", ""), body))

    def _throw(self, method: str, given: dict[str, Any], files: dict[str, bytes]) -> None:
        chat = str(given.get("chat_id", ""))
        self.stand_in.calls.append(Call(method, chat, given, time.time()))
        fault = self.stand_in.faults.next(chat)
        if fault is Fault.SLOW:
            self.stand_in.ended.wait(SLOW_SECONDS)
        code, answer = self._answer(method, given, files) if fault.is_carried_out else (0, {})
        self._end(fault, code, answer)

    def _end(self, fault: Fault, code: int, answer: dict[str, Any]) -> None:
        match fault:
            case Fault.NONE | Fault.SLOW:
                self._say(code, answer)
            case Fault.FLOOD:
                seconds = self.stand_in.retry_after
                self._fail(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
            case Fault.UNAUTHORIZED:
                self._fail(401, "Unauthorized")
            case Fault.ERROR_BEFORE | Fault.ERROR_AFTER:
                self._fail(502, "Bad Gateway")
            case Fault.HANG:
                self.stand_in.ended.wait()
                self.close_connection = True
            case Fault.DROP_BEFORE | Fault.DROP_AFTER:
                self.close_connection = True

    def _answer(self, method: str, given: dict[str, Any], files: dict[str, bytes]) -> tuple[int, dict[str, Any]]:
        try:
            complaint = self.stand_in.specification.complaint(method, given, set(files))
            if complaint:
                raise Refusal(f"Bad Request: {complaint}")
            if "parse_mode" in given:
                raise Refusal("Bad Request: Warta sends entities and never markup")
            return 200, {"ok": True, "result": self.stand_in.chats.carry_out(method, given, files)}
        except Refusal as refusal:
            return refusal.code, {"ok": False, "error_code": refusal.code, "description": refusal.description}

    def _fail(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        self._say(code, answer | ({"parameters": parameters} if parameters else {}))

    def _say(self, code: int, answer: dict[str, Any]) -> None:
        self._write(code, json.dumps(answer).encode(), "application/json")

    def _show(self) -> None:
        posts = self.stand_in.chats.standing()
        if self.path == "/posts.json":
            return self._say(200, {"posts": [post.as_message() | {"link": post.link} for post in posts]})
        return self._write(200, page_of(posts, len(self.stand_in.calls)).encode(), "text/html; charset=utf-8")

    def _write(self, code: int, body: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet: the path holds the token."""


def _parameters(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The fields of a call and its files, in any of the forms Telegram takes."""
    if kind.startswith("application/json"):
        return (json.loads(body) if body else {}), {}
    if kind.startswith("multipart/form-data"):
        return _form(kind, body)
    return {name: _value(name, text) for name, text in parse_qsl(body.decode())}, {}


def _form(kind: str, body: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    boundary = b"--" + kind.partition("boundary=")[2].strip('"').encode()
    given: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        named = re.search(rb'name="([^"]*)"', head)
        name = named[1].decode() if named else ""
        content = content.removesuffix(b"\r\n")
        if b"filename=" in head:
            files[name] = content
        else:
            given[name] = _value(name, content.decode())
    return given, files


def _value(name: str, text: str) -> Any:
    """A form knows only text: what is JSON is read as such, but what stands in a post stays as it is."""
    if name in ("text", "caption", "photo"):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text
