"""Wakes this process's own feed at once for what this process told. Others hear it by Valkey, or look by themselves."""

from __future__ import annotations

import threading

_rung = threading.Event()


def ring() -> None:
    """Say that something was committed here."""
    _rung.set()


def wait(seconds: float) -> None:
    """Until it rings, at most `seconds`."""
    if _rung.wait(seconds):
        _rung.clear()
