from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.places import ROOT

# A supervisor over children that do as their name says, without Django, so that these tests take moments.
SUPERVISED = """
import os, sys
from warta.operations.children import Child, environment_for
from warta.operations.lifeline import VARIABLE, open_lifeline
from warta.operations.supervisor import Supervisor

log, *bodies = sys.argv[1:]
lifeline = open_lifeline()
environment = environment_for(dict(os.environ, LOG=log), lifeline, VARIABLE)
start = "import os,sys,signal,time;open(os.environ['LOG'],'a').write(f'{sys.argv[1]} {os.getpid()}\\\\n');"
start += "from warta.operations.lifeline import hold_lifeline;hold_lifeline();"
children = [Child(f"child {n}", [sys.executable, "-c", start + b, str(n)], (lifeline,), environment)
            for n, b in enumerate(bodies)]
def prepare():
    open(log, "a").write("prepare 0\\n")
    return 0
sys.exit(Supervisor(children, prepare=prepare).run())
"""
SLEEP = "time.sleep(60)"
STUBBORN = (
    "signal.signal(signal.SIGTERM, signal.SIG_IGN);open(os.environ['LOG'],'a').write('stubborn 0\\n');time.sleep(60)"
)


class Run:
    def __init__(self, log: Path, bodies: tuple[str, ...]) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(SUPERVISED), str(log), *bodies],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def started(self, name: str) -> list[int]:
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [int(line.split()[1]) for line in lines if line.split()[0] == name]

    def end(self) -> tuple[int, str]:
        self.process.terminate()
        words = self.process.communicate(timeout=30)[1]
        return self.process.returncode, words


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Run]]:
    runs: list[Run] = []

    def start(*bodies: str) -> Run:
        runs.append(Run(tmp_path / "log", bodies))
        return runs[-1]

    yield start
    for each in runs:
        if each.process.poll() is None:
            each.process.kill()
            each.process.communicate()


def until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_a_child_that_is_killed_is_started_again_and_said(run: Callable[..., Run]) -> None:
    running = run(SLEEP)
    until(lambda: len(running.started("0")) == 1)
    os.kill(running.started("0")[0], signal.SIGKILL)
    until(lambda: len(running.started("0")) == 2)
    code, words = running.end()
    assert code == 0
    assert "child 0 ended (killed by SIGKILL) and is started again" in words


def test_on_sigterm_all_children_end_with_it(run: Callable[..., Run]) -> None:
    running = run(SLEEP, SLEEP)
    until(lambda: bool(running.started("0") and running.started("1")))
    code, _words = running.end()
    assert code == 0
    assert not [child for name in "01" for child in running.started(name) if is_alive(child)]


def test_ctrl_c_ends_it_like_sigterm(run: Callable[..., Run]) -> None:
    running = run(SLEEP)
    until(lambda: bool(running.started("0")))
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 0
    assert not is_alive(running.started("0")[0])


def test_a_second_signal_kills_what_does_not_end(run: Callable[..., Run]) -> None:
    running = run(STUBBORN)
    until(lambda: bool(running.started("stubborn")))
    running.process.terminate()
    time.sleep(0.5)
    code, words = running.end()
    assert code == 0
    assert "was killed" in words
    assert not is_alive(running.started("0")[0])


def test_children_end_when_their_supervisor_is_killed(run: Callable[..., Run]) -> None:
    running = run(SLEEP)
    until(lambda: bool(running.started("0")))
    time.sleep(0.5)  # the child takes hold of the lifeline just after it wrote its line
    running.process.kill()
    until(lambda: not is_alive(running.started("0")[0]))


def test_a_crash_loop_before_the_site_was_ready_ends_it_with_a_sentence(run: Callable[..., Run]) -> None:
    running = run("sys.exit(1)")
    words = running.process.communicate(timeout=60)[1]
    assert running.process.returncode == 1
    assert "ended 5 times before the site was ready" in words


def test_a_wrong_setting_ends_it_with_the_same_code(run: Callable[..., Run]) -> None:
    running = run("sys.exit(2)", SLEEP)
    running.process.communicate(timeout=60)
    assert running.process.returncode == 2
    assert not [child for child in running.started("1") if is_alive(child)]


def test_a_child_without_a_prepared_database_lets_it_be_prepared(run: Callable[..., Run]) -> None:
    running = run("sys.exit(3) if open(os.environ['LOG']).read().count('0 ') < 2 else time.sleep(60)")
    until(lambda: len(running.started("0")) >= 2)
    running.end()
    assert len(running.started("prepare")) >= 1
