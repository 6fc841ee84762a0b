"""Web processes that are killed: their listeners go on at another one and miss nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.site import free_port
from tests.faults.ordeal import children_of
from tests.faults.teller import CHANNEL
from tests.places import ROOT, Place, a_place

LISTENERS = 12
NUMBERS = 100
PATIENCE_SECONDS = 120.0


class Listener(threading.Thread):
    """As a browser does: when the line breaks it is back after a moment, and says what it heard last."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.position = port, ""
        self.heard: list[int] = []
        self.lines_begun, self.is_over = 0, False

    def run(self) -> None:
        while not self.is_over:
            try:
                self.listen()
            except OSError:
                time.sleep(0.05)

    def listen(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), 10) as connection, connection.makefile("rb") as wire:
            connection.settimeout(60)
            after = f"Last-Event-ID: {self.position}\r\n" if self.position else ""
            connection.sendall(f"GET /live/{CHANNEL} HTTP/1.1\r\nHost: localhost\r\n{after}\r\n".encode())
            for line in wire:
                self.understand(line.decode().strip())

    def understand(self, line: str) -> None:
        if line == "event: begun":
            self.lines_begun += 1
        elif line.startswith("id: "):
            self.position = line.removeprefix("id: ")
        elif line.startswith('data: {"comments":'):
            self.heard.append(int(line.removeprefix('data: {"comments":').rstrip("}")))


def until(is_so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, f"waited in vain until {what}"
        time.sleep(0.05)


def webs_of(process: int) -> list[int]:
    return [child for child in children_of(process) if b"\0web\0" in Path(f"/proc/{child}/cmdline").read_bytes()]


@contextmanager
def up(place: Place, port: int) -> Iterator[int]:
    """`warta up` with two web processes on one port; its process id."""
    with (place.home / "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "warta.project.cli", "up", "--port", str(port)],
            cwd=ROOT, env=place.environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield process.pid
        finally:
            process.terminate()
            process.wait(30)


@pytest.mark.fault
def test_listeners_of_killed_processes_go_on_at_others_and_miss_nothing(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with a_place(tmp_path, WARTA_SITE_URL=address, WARTA_WEB_PROCESSES="2") as place, up(place, port) as site:
        listeners = [Listener(port) for _ in range(LISTENERS)]
        for listener in listeners:
            listener.start()
        until(lambda: all(listener.lines_begun for listener in listeners), "everybody listens")
        begun = sum(listener.lines_begun for listener in listeners)
        command = [sys.executable, "-m", "tests.faults.teller", str(NUMBERS)]
        with subprocess.Popen(command, cwd=ROOT, env=place.environment) as teller:
            until(lambda: max(listener.heard[-1:] or [0] for listener in listeners) > [NUMBERS // 10], "some is heard")
            for web in webs_of(site):
                os.kill(web, signal.SIGKILL)
                wanted = len(listeners[0].heard) + NUMBERS // 10
                until(lambda wanted=wanted: len(listeners[0].heard) >= wanted, "more is heard")  # type: ignore[misc]
            assert teller.wait(PATIENCE_SECONDS) == 0
        until(lambda: all(listener.heard[-1:] == [NUMBERS] for listener in listeners), "the last is heard")
        for listener in listeners:
            listener.is_over = True
    assert sum(listener.lines_begun for listener in listeners) >= begun + LISTENERS
    numbers = list(range(1, NUMBERS + 1))
    assert all(list(dict.fromkeys(listener.heard)) == numbers for listener in listeners)  # one may come twice
