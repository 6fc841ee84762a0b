"""A pipe that tells children that their supervisor is gone, even when it was killed with -9."""

from __future__ import annotations

import os
import signal
import threading

VARIABLE = "WARTA_LIFELINE"
PATIENCE_SECONDS = 8.0  # for a graceful end; after that the process leaves as it stands


def open_lifeline() -> int:
    """The end that children inherit. Nobody writes: it reads as ended when the last holder of the other end dies."""
    ours, keep = os.pipe()
    os.set_inheritable(ours, True)
    os.set_inheritable(keep, False)
    return ours


def hold_lifeline() -> None:
    """In a child: stop as if asked to when the supervisor is gone. Without a supervisor it does nothing."""
    descriptor = os.environ.pop(VARIABLE, "")
    if descriptor.isdigit():
        threading.Thread(target=_watch, args=(int(descriptor),), name="lifeline", daemon=True).start()


def _watch(descriptor: int) -> None:
    try:
        os.read(descriptor, 1)
    except OSError:
        return  # not ours after all: the variable was inherited without the pipe
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(PATIENCE_SECONDS)
    os._exit(1)
