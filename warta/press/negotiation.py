"""Which form of a file to send, and whether to send it at all. The rules are those of nginx, so that both agree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

Headers = list[tuple[bytes, bytes]]

# Not repeated when nothing changed; nginx leaves out the same.
_ABOUT_BODY = frozenset({b"content-type", b"content-length", b"content-encoding"})


class FixedHead(NamedTuple):
    """Header lines that all files of a kind share, as they go over the wire: with a body, and without."""

    whole: bytes
    unchanged: bytes


class Sendable(NamedTuple):
    """A body with the header lines before it, ready for any number of answers."""

    body: bytes
    etag: bytes
    head: bytes
    head_unchanged: bytes


def fixed_head(headers: Mapping[str, str]) -> FixedHead:
    lines = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    return FixedHead(_lines(lines), _lines([line for line in lines if line[0] not in _ABOUT_BODY]))


def sendable(body: bytes, fixed: FixedHead, *, encoding: str, etag: bytes) -> Sendable:
    coding = b"" if encoding == "identity" else b"content-encoding: %b\r\n" % encoding.encode()
    return Sendable(
        body=body,
        etag=etag,
        head=b"%betag: %b\r\n%bcontent-length: %d\r\n" % (fixed.whole, etag, coding, len(body)),
        head_unchanged=b"%betag: %b\r\n" % (fixed.unchanged, etag),
    )


def headers_in(head: bytes) -> Headers:
    """The header lines of a `Sendable` one by one, as ASGI wants them."""
    parts = [line.partition(b": ") for line in head.split(b"\r\n") if line]
    return [(name, value) for name, _, value in parts]


def is_unchanged(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the asker already has what `etag` names."""
    if if_none_match == etag:
        return True
    known = [tag.strip().removeprefix(b"W/") for tag in if_none_match.split(b",")]
    return etag in known or known == [b"*"]


@lru_cache(maxsize=512)  # browsers send a handful of different lines
def best_encoding(accept_encoding: bytes) -> str:
    """Brotli before gzip before the plain body, as far as the asker takes it."""
    accepted = {name for name, quality in map(_coding, accept_encoding.lower().split(b",")) if quality > 0}
    return "br" if b"br" in accepted else "gzip" if b"gzip" in accepted else "identity"


def _coding(part: bytes) -> tuple[bytes, float]:
    name, _, parameters = part.partition(b";")
    for parameter in parameters.split(b";"):
        key, _, value = parameter.partition(b"=")
        if key.strip() == b"q":
            try:
                return name.strip(), float(value)
            except ValueError:
                return name.strip(), 0.0
    return name.strip(), 1.0


def _lines(headers: Headers) -> bytes:
    return b"".join(b"%b: %b\r\n" % line for line in headers)
