"""A real Valkey, or Redis, on a Unix socket of its own: nothing of it is kept."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import valkey

START_SECONDS = 20


class NoValkey(Exception):
    """This machine has none. The message says what to install."""


@contextmanager
def running_valkey(path: Path) -> Iterator[str]:
    """A server that listens at `path` until the block ends; yields its address. Raises NoValkey."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        raise NoValkey("there is no Valkey here (apt-get install redis-server)")
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(path), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until_it_answers(path)
        yield f"unix://{path}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_it_answers(path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            valkey.Valkey(unix_socket_path=str(path)).ping()
        except valkey.ValkeyError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
