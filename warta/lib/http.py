"""The one HTTP client: bounded in time and size, and never led to a private address unless that was allowed.

An exchange ends in one of three ways, and the caller can tell them apart:
an `Answer` (whatever its status), `NotConnected` (nothing was sent; safe to retry) or `AnswerLost` (it may have
arrived). No message here carries more of an address than its host: paths hold tokens.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.filepost import encode_multipart_formdata
from urllib3.util import Url, parse_url

AGENT = "Warta"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CHUNK_BYTES = 64 * 1024
# An IPv6 address may carry an IPv4 one that a translator on the way would reach.
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class HttpFailure(Exception):
    """No answer. The message names the host at most."""


class NotConnected(HttpFailure):
    """Nothing was sent: the name is unknown, the port closed, the certificate wrong. Safe to try again."""


class AddressRefused(NotConnected):
    """The address is none we fetch from: private, loopback, or not http(s). Trying again changes nothing."""


class AnswerLost(HttpFailure):
    """The request was sent, wholly or in part, and its answer never came. It may have been carried out."""


class AnswerTooLarge(HttpFailure):
    """It was answered with more than the client takes."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever the status says. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body as JSON. Raises ValueError when it is none."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Client:
    """Settings of a kind of exchange. Each call opens one connection, sends once and closes: nothing is retried here.

    `allowed` are base addresses (scheme, host, port) that may be private, such as `http://127.0.0.1:8081`.
    `read_seconds` is the longest silence, `total_seconds` the longest exchange after connecting.
    Looking a name up is bounded by the system's resolver.
    """

    connect_seconds: float = 5.0
    read_seconds: float = 15.0
    total_seconds: float = 30.0
    max_bytes: int = 5 * 1024 * 1024
    most_redirects: int = 5
    allowed: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    certificates: ssl.SSLContext | None = None

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch, following redirects; each step's address is checked anew. Raises HttpFailure."""
        sent = dict(headers or {})
        for _ in range(self.most_redirects + 1):
            answer = self.request("GET", url, headers=sent)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or not target:
                return answer
            onward = urljoin(url, target)
            if _origin(_parsed(onward)) != _origin(_parsed(url)):
                sent = {}  # what was meant for one host is not shown to another
            url = onward
        raise AddressRefused(f"{_parsed(url).host} redirects without end.")

    def post_json(self, url: str, payload: Any, headers: Mapping[str, str] | None = None) -> Answer:
        """Send JSON once; a redirect is an answer and is not followed. Raises HttpFailure."""
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
        return self.request("POST", url, body=body, headers={"content-type": "application/json", **(headers or {})})

    def post_form(
        self, url: str, fields: Mapping[str, str | tuple[str, bytes, str]], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a multipart form once; a file is (name, bytes, media type). Raises HttpFailure."""
        body, kind = encode_multipart_formdata(dict(fields))
        return self.request("POST", url, body=body, headers={"content-type": kind, **(headers or {})})

    def request(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One exchange, no redirect followed. Raises NotConnected, AnswerLost or AnswerTooLarge."""
        target = _parsed(url)
        sent = {"host": _host_header(target), "user-agent": AGENT, "accept-encoding": "gzip", **self.headers}
        sent |= headers or {}
        connection = self._connected(target)
        try:
            with _cut_off_after(self.total_seconds, connection):
                return self._exchange(connection, method, target, body=body, headers=sent)
        except AnswerTooLarge:
            raise
        except (urllib3.exceptions.HTTPError, OSError, ValueError, HTTPException) as error:
            raise AnswerLost(f"{target.host} did not answer: {type(error).__name__}.") from None
        finally:
            connection.close()

    def _exchange(
        self, connection: HTTPConnection, method: str, target: Url, *, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        connection.request(method, target.request_uri, body=body, headers=headers, preload_content=False)
        response = connection.getresponse()
        parts, size = [], 0
        for chunk in response.stream(CHUNK_BYTES, decode_content=True):
            size += len(chunk)
            if size > self.max_bytes:
                raise AnswerTooLarge(f"{target.host} answered with more than {self.max_bytes} bytes.")
            parts.append(chunk)
        named = {name.lower(): value for name, value in response.headers.items()}
        return Answer(status=response.status, headers=named, body=b"".join(parts), url=target.url)

    def _connected(self, target: Url) -> HTTPConnection:
        """A connection to the very address that was checked, so that a name can't change its mind in between."""
        failure = "has no address"
        deadline = time.monotonic() + self.connect_seconds
        for address in self._addresses(target):
            connection = self._connection(target, address, max(deadline - time.monotonic(), 0.05))
            try:
                connection.connect()
            except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                connection.close()
                failure = f"can't be reached: {type(error).__name__}"
                continue
            connection.timeout = self.read_seconds
            if connection.sock is not None:
                connection.sock.settimeout(self.read_seconds)
            return connection
        raise NotConnected(f"{target.host} {failure}.")

    def _connection(self, target: Url, address: str, seconds: float) -> HTTPConnection:
        if target.scheme == "http":
            return HTTPConnection(address, _port(target), timeout=seconds)
        trust = self.certificates or ssl.create_default_context()
        return HTTPSConnection(
            address, _port(target), timeout=seconds, ssl_context=trust, server_hostname=_bare_host(target)
        )

    def _addresses(self, target: Url) -> list[str]:
        try:
            found = socket.getaddrinfo(_bare_host(target), _port(target), type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise NotConnected(f"{target.host} is not a known name.") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if _origin(target) in {_origin(_parsed(base)) for base in self.allowed}:
            return addresses
        public = [address for address in addresses if is_public_address(address)]
        if not public:
            raise AddressRefused(f"{target.host} is a private address; Warta does not fetch from those.")
        return public


def is_public_address(text: str) -> bool:
    """Whether an IP address is one of the open internet, looking through IPv6 forms that carry an IPv4 one."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(step.is_global and not step.is_multicast for step in _with_carried(address))


def _with_carried(address: IPAddress) -> Iterator[IPAddress]:
    if isinstance(address, ipaddress.IPv4Address):
        yield address
        return
    carried = address.ipv4_mapped or address.sixtofour
    if address in TRANSLATED:
        carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo:
        yield from address.teredo
    if address.ipv4_mapped is None:
        yield address
    if carried:
        yield carried


def _parsed(url: str) -> Url:
    try:
        parts = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        raise AddressRefused("That is not a web address.") from None
    if parts.scheme not in ("http", "https") or not parts.host or parts.auth:
        raise AddressRefused("That is not an http(s) address without user name.")
    return parts


def _port(target: Url) -> int:
    return target.port or (443 if target.scheme == "https" else 80)


def _bare_host(target: Url) -> str:
    return (target.host or "").strip("[]")


def _host_header(target: Url) -> str:
    return f"{target.host}:{target.port}" if target.port else str(target.host)


def _origin(target: Url) -> tuple[str | None, str | None, int]:
    return target.scheme, target.host, _port(target)


@contextmanager
def _cut_off_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Shut the connection down when time is up: a server that drips single bytes defeats every other limit."""

    expired = threading.Event()
    line = connection.sock  # the connection forgets it as soon as an answer says it will close

    def cut() -> None:
        expired.set()
        if line is not None:
            with suppress(OSError):  # it ended by itself
                line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if expired.is_set():  # a body without a length would pass for complete
        raise TimeoutError
