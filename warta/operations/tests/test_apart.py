from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from tests.places import ROOT
from warta.operations.apart import NICENESS, Apart

# What is run: notes its process, then does as its name says.
BODY = """
import os, sys, time
open(os.environ["APART_LOG"], "a").write(f"{os.getpid()}\\n")
from warta.operations.lifeline import hold_lifeline
hold_lifeline()
time.sleep(60 if sys.argv[-1] == "long" else 0)
"""


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def has_ended(apart: Apart) -> bool:
    apart.look()
    return not apart._child.is_running


class Bench:
    """What is wanted, and what was started so far."""

    def __init__(self, log: Path) -> None:
        self.log, self.wanted = log, frozenset[int]()

    def apart(self, command: str) -> Apart:
        return Apart(command, wanted=lambda: self.wanted, program=(sys.executable, "-c", BODY))

    @property
    def started(self) -> list[int]:
        return [int(process) for process in self.log.read_text().split()] if self.log.exists() else []

    def end(self) -> None:
        for process in self.started:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    monkeypatch.setenv("APART_LOG", str(tmp_path / "log"))
    monkeypatch.chdir(ROOT)
    return Bench(tmp_path / "log")


def test_it_is_started_once_and_politely_when_something_is_wanted(bench: Bench) -> None:
    first, other = bench.apart("long"), bench.apart("long")
    first.look()
    bench.wanted = frozenset({1})
    for each in (first, first, other):  # another worker on this machine finds it running
        each.look()
    until(lambda: len(bench.started) == 1)
    try:
        first.look()
        assert len(bench.started) == 1
        assert os.getpriority(os.PRIO_PROCESS, bench.started[0]) == NICENESS
    finally:
        bench.end()


def test_what_it_could_not_do_is_left_until_something_else_is_wanted(bench: Bench) -> None:
    short = bench.apart("short")
    bench.wanted = frozenset({1})
    short.look()
    until(lambda: has_ended(short))
    for _ in range(3):
        short.look()
    assert len(bench.started) == 1

    bench.wanted = frozenset({1, 2})
    short.look()
    until(lambda: len(bench.started) == 2)


def test_it_ends_with_the_worker_even_when_that_is_killed(bench: Bench, tmp_path: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", f"""
import sys, time
from django.conf import settings
settings.configure(HOME={str(tmp_path)!r})
from warta.operations.apart import Apart
Apart("long", wanted=lambda: 1, program=(sys.executable, "-c", {BODY!r})).look()
time.sleep(60)
"""],
        cwd=ROOT,
    )  # fmt: skip
    until(lambda: len(bench.started) == 1)
    worker.kill()
    worker.wait()
    until(lambda: not Path(f"/proc/{bench.started[0]}").exists())
