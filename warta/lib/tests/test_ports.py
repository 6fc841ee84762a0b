from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import ContextVar

import pytest

from warta.lib import ports
from warta.lib.ports import Port

LONG, SHORT = 30.0, 0.02


@pytest.fixture(autouse=True)
def _every_thread_free() -> Iterator[None]:
    """Who hung in one test has come to its end before the next begins."""
    yield
    for _ in range(ports.POOL_THREADS):
        assert ports._free.acquire(timeout=LONG)
    for _ in range(ports.POOL_THREADS):
        ports._free.release()


def _port(limit_seconds: float | None = None) -> Port[[str], str]:
    return Port("asked in tests", default=lambda question: f"default for {question}", limit_seconds=limit_seconds)


def _raise(question: str) -> str:
    raise RuntimeError(question)


@pytest.mark.parametrize("limit_seconds", [None, LONG])
def test_a_supplied_port_answers(limit_seconds: float | None) -> None:
    port = _port(limit_seconds)
    port.supply(str.upper)
    assert port("abc") == "ABC"


@pytest.mark.parametrize("limit_seconds", [None, LONG])
def test_without_a_supplier_and_when_it_fails_the_default_stands(limit_seconds: float | None) -> None:
    port = _port(limit_seconds)
    assert port("x") == "default for x"
    port.supply(_raise)
    assert port("x") == "default for x"


def test_without_a_limit_the_supplier_runs_in_the_askers_thread() -> None:
    port = _port()
    port.supply(lambda _: threading.current_thread().name)
    assert port("x") == threading.current_thread().name


def test_a_supplier_that_takes_too_long_is_not_waited_for() -> None:
    finish = threading.Event()
    port = _port(SHORT)
    port.supply(lambda _: str(finish.wait(LONG)))
    try:
        assert port("x") == "default for x"
    finally:
        finish.set()


def test_with_every_thread_hung_the_default_stands_and_afterwards_answers_come_again() -> None:
    finish, slow = threading.Event(), _port(SHORT)
    slow.supply(lambda _: str(finish.wait(LONG)))
    for _ in range(ports.POOL_THREADS + 2):
        assert slow("x") == "default for x"
    finish.set()
    prompt = _port(LONG)
    prompt.supply(str.upper)
    assert prompt("abc") == "ABC"


def test_the_thread_cleans_up_after_each_answer_and_each_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    cleaned: list[str] = []
    monkeypatch.setattr(ports, "after_answer", lambda: cleaned.append(threading.current_thread().name))
    port = _port(LONG)
    port.supply(str.upper)
    port("a")
    port.supply(_raise)
    port("b")
    assert len(cleaned) == 2
    assert all(name.startswith("port") for name in cleaned)


def test_the_thread_sees_the_askers_context() -> None:
    request: ContextVar[str] = ContextVar("request", default="none")
    request.set("r1")
    port = _port(LONG)
    port.supply(lambda _: request.get())
    assert port("x") == "r1"
