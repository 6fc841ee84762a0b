from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from warta.operations import loops
from warta.operations.loops import Loop, LoopThread, every


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_PAUSE_SECONDS", 0.01)


def test_a_loop_that_fails_is_started_again_and_its_trouble_known() -> None:
    stop, seen = threading.Event(), []

    def body(_stop: threading.Event) -> None:
        seen.append(thread.trouble)
        if len(seen) == 1:
            raise OperationalError("database is locked")
        if len(seen) == 2:
            raise ValueError("odd")

    thread = LoopThread(Loop("test", body), stop)
    thread.run()

    assert seen[0] == ""
    assert "locked by another program" in seen[1]
    assert seen[2] == "ValueError: odd"
    assert thread.trouble == ""


def test_a_loop_ends_when_asked_to() -> None:
    stop = threading.Event()
    thread = LoopThread(Loop("test", every(60, lambda: None)), stop)
    thread.start()
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_a_body_may_ask_to_be_called_sooner() -> None:
    stop, calls = threading.Event(), []

    def body() -> float:
        calls.append(1)
        if len(calls) == 3:
            stop.set()
        return 0.0

    every(60, body)(stop)
    assert len(calls) == 3
