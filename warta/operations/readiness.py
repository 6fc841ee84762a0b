"""Asks a site that is starting whether it is ready, over its own port and without an HTTP library."""

from __future__ import annotations

import socket
from dataclasses import dataclass

ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  (what is bound, not what we bind)
LONGEST_ANSWER = 4096


@dataclass(frozen=True)
class Answer:
    status: int
    words: str

    @property
    def is_ready(self) -> bool:
        return self.status == 200


def ask_readiness(host: str, port: int, *, seconds: float) -> Answer | None:
    """The answer of /readyz, or None when nobody answered within `seconds`."""
    try:
        with socket.create_connection((ANYWHERE.get(host, host), port), timeout=seconds) as connection:
            connection.sendall(f"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            return _parsed(_all_of(connection))
    except OSError:
        return None


def _all_of(connection: socket.socket) -> bytes:
    received = b""
    while len(received) < LONGEST_ANSWER and (piece := connection.recv(LONGEST_ANSWER)):
        received += piece
    return received


def _parsed(answer: bytes) -> Answer | None:
    head, _, body = answer.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1:2]
    if not status or not status[0].isdigit():
        return None
    return Answer(int(status[0]), body.decode(errors="replace").strip())
