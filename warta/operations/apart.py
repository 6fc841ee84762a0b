"""A command of Warta's own that the worker runs in a process apart, and only while there is something to do.

What needs much memory or every processor, as cutting pictures does, gives both back by ending. It runs at a low
priority, so that neither a page nor a post waits for it.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from pathlib import Path

from django.conf import settings

from warta.operations.children import Child, environment_for
from warta.operations.lifeline import VARIABLE, open_lifeline

PROGRAM = (sys.executable, "-m", "warta.project.cli")
NICENESS = 15


class Apart:
    """`command` is started when `wanted` says something, and ends by itself when nothing is left that it can do.

    `wanted` is told apart by equality: what a process left behind when it ended well is not given to another one.
    """

    def __init__(self, command: str, *, wanted: Callable[[], Hashable], program: Sequence[str] = PROGRAM) -> None:
        self.command, self.wanted, self.program = command, wanted, program
        self._left: Hashable = None

    def look(self) -> None:
        """Start it if it is wanted and not under way on this machine; never waits. For one thread at a time."""
        if self._child.fallen() == 0:
            self._child.forgive()
            self._left = self.wanted()
        if self._child.is_running or not self._child.is_due:
            return
        wanted = self.wanted()
        if wanted and wanted != self._left:
            self._start()

    def _start(self) -> None:
        """It inherits a locked file: as long as it lives, no other worker starts another."""
        folder = Path(settings.HOME) / "run"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / f"{self.command}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._child.descriptors = (self._lifeline, lock)
            self._child.start()
        except BlockingIOError:
            return
        finally:
            os.close(lock)

    @cached_property
    def _lifeline(self) -> int:
        """Of this process, so that what it started ends with it."""
        return open_lifeline()

    @cached_property
    def _child(self) -> Child:
        environment = environment_for(dict(os.environ), self._lifeline, VARIABLE)
        return Child(self.command, [*self.program, self.command], (), environment, niceness=NICENESS)
