"""Events: "this happened". Lower apps tell, apps above listen; the two meet in `warta.project.wiring` alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

Fact = TypeVar("Fact")
log = logging.getLogger(__name__)


class Event(Generic[Fact]):
    """A named fact that happened. A listener's failure is logged and never reaches the one who told it.

    What must happen needs a row and a sweep besides: an event is lost when the process dies in between.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._listeners: list[Callable[[Fact], object]] = []

    def listen(self, listener: Callable[[Fact], object]) -> None:
        """Add a listener; adding the same one again changes nothing."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def tell(self, fact: Fact) -> None:
        for listener in self._listeners:
            try:
                listener(fact)
            except Exception:
                log.exception("listener failed", extra={"event": self.name, "listener": _name_of(listener)})


def _name_of(listener: Callable[..., object]) -> str:
    return getattr(listener, "__qualname__", type(listener).__name__)
