"""A running site with its Telegram and its newsroom, whose processes are killed at moments drawn from a seed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.places import ROOT, Place
from tests.telegram_standin import StandIn

TOKEN = "123456789:" + "A" * 35
CHANNEL = "@warta_uji"
TARGETS = ("web", "work", "work", "up", "writer")
# A process that was killed needs some seconds to be back. Mostly the next moment is drawn from when all are at work
# again, sometimes from when one is still starting.
LONGEST_PAUSE_SECONDS = 1.5
UNREADY_SHARE = 0.2
SETTLE_SECONDS = 240.0


@dataclass
class Ordeal:
    place: Place
    telegram: StandIn
    port: int
    seed: int
    journal: Path
    up: subprocess.Popen[bytes] | None = None
    writer: subprocess.Popen[bytes] | None = None
    killed: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self._start_up()
        wait_until(self.is_ready, "the site to be ready")
        self._start_writer()

    def kill_one(self, dice: random.Random) -> None:
        """Wait for a moment, kill -9 one process, and start again what has nobody to do so."""
        if dice.random() > UNREADY_SHARE:
            self._await_work()
        self._read_somewhere(dice)
        time.sleep(dice.uniform(0.05, LONGEST_PAUSE_SECONDS))
        target = dice.choice(TARGETS)
        process = self._process_of(target)
        if process is None:
            return
        os.kill(process, signal.SIGKILL)
        self.killed.append(target)
        if target == "up" and self.up:
            self.up.wait()
            self._start_up()
        if target == "writer" and self.writer:
            self.writer.wait()
            self._start_writer()

    def _await_work(self) -> None:
        """Until the site is ready, both halves run, and the writer has published since."""
        before = self._written()
        wait_until(lambda: bool(self._process_of("web") and self._process_of("work")), "the processes to be back")
        wait_until(self.is_ready, "the site to be ready")
        wait_until(lambda: self._written() > before, "the newsroom to publish")

    def _read_somewhere(self, dice: random.Random) -> None:
        """A reader opens the front and an article, so that they are pressed before they change."""
        known = sorted(self.addresses())
        for path in ("/", *dice.sample(known, min(2, len(known)))):
            self.page(path)

    def end_writing(self) -> None:
        if self.writer:
            self.writer.terminate()
            self.writer.wait()

    def end(self) -> None:
        for process in (self.writer, self.up):
            if process and process.poll() is None:
                process.terminate()
                process.wait(30)

    def is_ready(self) -> bool:
        return self.page("/readyz") == "ready\n"

    def page(self, path: str) -> str:
        """What a reader gets; "" while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            return ""

    def published(self) -> dict[int, str]:
        """The last title that each article was surely published with."""
        return {int(number): title for number, _address, title in self._notes()}

    def addresses(self) -> set[str]:
        return {address for _number, address, _title in self._notes()}

    def _notes(self) -> list[list[str]]:
        """The journal's whole lines; a killed writer may leave half a one."""
        lines = self.journal.read_text(encoding="utf-8").split("\n")[:-1] if self.journal.exists() else []
        return [line.split("\t") for line in lines if line.count("\t") == 2]

    def _written(self) -> int:
        return len(self._notes())

    def _start_up(self) -> None:
        self.up = subprocess.Popen(
            [sys.executable, "-m", "warta.project.cli", "up", "--port", str(self.port)],
            cwd=ROOT, env=self.place.environment, stdout=self._log(), stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _start_writer(self) -> None:
        self.writer = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.writer", str(self.journal)],
            cwd=ROOT, env=self.place.environment, stdout=self._log(), stderr=subprocess.STDOUT,
        )  # fmt: skip

    def _log(self) -> int:
        return os.open(self.journal.with_name("log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _process_of(self, target: str) -> int | None:
        if target == "writer":
            return self.writer.pid if self.writer else None
        if self.up is None:
            return None
        if target == "up":
            return self.up.pid
        return next((child for child in children_of(self.up.pid) if target in _words_of(child)), None)


def children_of(process: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _words_of(process: int) -> list[str]:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = SETTLE_SECONDS) -> None:
    """Raises AssertionError when it is not so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain for {what}"
        time.sleep(0.2)
