"""Periodic jobs: when each last ran, and who is running it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A periodic job: `run` is called about every `seconds`, by one process at a time, and is safe to run twice."""

    name: str
    seconds: float
    run: Callable[[], object]
