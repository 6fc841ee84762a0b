"""Starts the processes of one site, starts again those that die, and ends them all. It knows no Django."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

from warta.operations.children import NOT_PREPARED, WRONG_SETTING, Child, cause_of
from warta.operations.terminal import warn

STOP_SECONDS = 10.0  # what children have to finish what they are at
LOOK_SECONDS = 0.2  # how often the children are looked at when no signal wakes us


class Supervisor:
    """Runs `children` until a signal asks for the end.

    `prepare` is called when a child says that the database is not prepared. `on_round` is called between the looks at
    the children and must return at once.
    """

    def __init__(
        self, children: Sequence[Child], *, prepare: Callable[[], int], on_round: Callable[[], None] = lambda: None
    ) -> None:
        self.children = children
        self.prepare = prepare
        self.on_round = on_round
        self.was_ready = False
        self._asked_to_stop = 0
        self._exit_code = 0
        self._woken, self._waker = os.pipe()

    def run(self) -> int:
        """Until asked to stop; returns the exit code."""
        self._listen_to_signals()
        for child in self.children:
            child.start()
        while not self._asked_to_stop:
            self._wait(LOOK_SECONDS)
            self._look_after_children()
            self.on_round()
        self._stop_children()
        return self._exit_code

    def stop(self, exit_code: int) -> None:
        self._asked_to_stop += 1
        self._exit_code = exit_code

    def _listen_to_signals(self) -> None:
        os.set_blocking(self._waker, False)
        signal.set_wakeup_fd(self._waker, warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # a handler, so that it wakes us

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop += 1

    def _wait(self, seconds: float) -> None:
        with suppress(InterruptedError):
            if select.select([self._woken], [], [], seconds)[0]:
                os.read(self._woken, 512)

    def _look_after_children(self) -> None:
        for child in self.children:
            code = child.fallen()
            if code is not None and not self._asked_to_stop:
                self._on_fall(child, code)
            elif not child.is_running and child.is_due and not self._asked_to_stop:
                child.start()

    def _on_fall(self, child: Child, code: int) -> None:
        if code == WRONG_SETTING:
            self.stop(WRONG_SETTING)  # it said which one
        elif code == NOT_PREPARED and not child.is_looping:
            self._prepare_again()
        elif child.is_looping and not self.was_ready:
            warn(f"{child.name} ended {child.deaths} times before the site was ready, so Warta stops; see above why.")
            self.stop(1)
        else:
            warn(_words_for_fall(child, code))

    def _prepare_again(self) -> None:
        if code := self.prepare():
            self.stop(code)

    def _stop_children(self) -> None:
        """Ask kindly, wait, then insist; a second signal from the operator cuts the waiting short."""
        asked = self._asked_to_stop
        for child in self.children:
            child.tell(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._asked_to_stop <= asked and time.monotonic() < deadline:
            if all(child.ended_within(0) for child in self.children):
                return
            self._wait(LOOK_SECONDS)
        for child in self.children:
            if not child.ended_within(0):
                warn(f"{child.name} did not end in time and was killed; what it was at is taken up at the next start.")
                child.tell(signal.SIGKILL)
                child.ended_within(LOOK_SECONDS * 10)


def _words_for_fall(child: Child, code: int) -> str:
    if child.is_looping:
        return (
            f"{child.name} ended {child.deaths} times in a row ({cause_of(code)}); its own words stand above. "
            f"It is started again in {child.pause_seconds:.0f} s; `warta doctor` may know more."
        )
    return f"{child.name} ended ({cause_of(code)}) and is started again."
