"""Which form of a file to send, and whether to send it at all. The rules are those of nginx, so that both agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Headers = list[tuple[bytes, bytes]]

# Not repeated when nothing changed; nginx leaves out the same.
_ABOUT_BODY = frozenset({"content-type", "content-length", "content-encoding"})


@dataclass(frozen=True, slots=True)
class Sendable:
    """A body with everything that goes before it, ready for any number of answers."""

    body: bytes
    etag: bytes
    headers: Headers
    headers_unchanged: Headers


def sendable(body: bytes, fixed: Mapping[str, str], *, encoding: str, etag: str) -> Sendable:
    headers = {**fixed, "ETag": etag, "Content-Length": str(len(body))}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    lines = [(name.lower(), value.encode("latin-1")) for name, value in headers.items()]
    return Sendable(
        body=body,
        etag=etag.encode("latin-1"),
        headers=[(name.encode(), value) for name, value in lines],
        headers_unchanged=[(name.encode(), value) for name, value in lines if name not in _ABOUT_BODY],
    )


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
