"""One child of the supervisor: started, watched, started again with growing pauses."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

WRONG_SETTING = 2
NOT_PREPARED = 3
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0  # a child that lived this long is forgiven its earlier deaths
LOOP_DEATHS = 5  # in a row: from here on it is called a crash loop


@dataclass
class Child:
    """A process that should be running. `descriptors` are what it inherits."""

    name: str
    command: Sequence[str]
    descriptors: tuple[int, ...]
    environment: dict[str, str]
    niceness: int = 0
    deaths: int = 0
    due_at: float = 0.0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started_at: float = 0.0

    @property
    def is_running(self) -> bool:
        return self._process is not None

    @property
    def is_looping(self) -> bool:
        return self.deaths >= LOOP_DEATHS

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the supervisor alone.

        A nice one stays in ours: Linux shares the processors among sessions before it looks at niceness.
        """
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            self.command,
            pass_fds=self.descriptors,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=not self.niceness,
        )
        if self.niceness:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, self.niceness)

    def fallen(self) -> int | None:
        """The exit code if it ended since the last look; the next start is then due after a pause."""
        if self._process is None or (code := self._process.poll()) is None:
            return None
        lived = time.monotonic() - self._started_at
        self._process = None
        self.deaths = 1 if lived > STEADY_SECONDS else self.deaths + 1
        self.due_at = time.monotonic() + self.pause_seconds
        return code

    def forgive(self) -> None:
        """It ended as it should: it may be started again at once."""
        self.deaths, self.due_at = 0, 0.0

    @property
    def is_due(self) -> bool:
        return time.monotonic() >= self.due_at

    @property
    def pause_seconds(self) -> float:
        return min(FIRST_PAUSE_SECONDS * 2 ** (self.deaths - 1), LONGEST_PAUSE_SECONDS)

    def tell(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def ended_within(self, seconds: float) -> bool:
        if self._process is None:
            return True
        try:
            self._process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        self._process = None
        return True


def cause_of(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"killed by {name}"


def environment_for(base: dict[str, str], lifeline: int, variable: str) -> dict[str, str]:
    """What children inherit: the operator's settings, the lifeline, and an allocator that gives memory back."""
    return {
        # glibc gives each thread an arena of its own, which costs tens of megabytes here and brings nothing.
        "MALLOC_ARENA_MAX": "2",
        "PYTHONUNBUFFERED": "1",
        **base,
        variable: str(lifeline),
        "WARTA_SUPERVISOR": str(os.getpid()),
    }
