"""A loop of the worker: run in a thread, started again after an error, never spinning."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, connections

from warta.operations.troubles import first_line, sentence_for

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0


@dataclass(frozen=True)
class Loop:
    """`run` works until `stop` is set. What it raises is logged, and it is called again after a pause."""

    name: str
    run: Callable[[threading.Event], object]


class LoopThread(threading.Thread):
    """One loop in its thread. `trouble` says what it last failed of, "" while it is well."""

    def __init__(self, loop: Loop, stop: threading.Event) -> None:
        super().__init__(name=loop.name, daemon=True)
        self.loop = loop
        self.stop = stop
        self.trouble = ""

    def run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self.stop.is_set():
            if self._run_once():
                return
            self.stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _run_once(self) -> bool:
        """Whether the loop came to a good end, which it does only when asked to stop."""
        try:
            self.loop.run(self.stop)
            self.trouble = ""
        except (DatabaseError, InterfaceError) as error:
            self._note(sentence_for(error)[0] or first_line(error))
            log.warning("the database failed a loop, which tries again", extra=self._extra())
        except Exception as error:
            self._note(f"{type(error).__name__}: {first_line(error)}")
            log.exception("a loop broke off and is started again", extra=self._extra())
        finally:
            connections.close_all()
        return not self.trouble

    def _note(self, words: str) -> None:
        self.trouble = words

    def _extra(self) -> dict[str, str]:
        return {"loop": self.loop.name, "trouble": self.trouble}


def every(seconds: float, body: Callable[[], float | None]) -> Callable[[threading.Event], None]:
    """A loop body around `body`, which may return the seconds after which it wants to be called, at most `seconds`."""

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            wanted = body()
            _leave_dead_connections()
            stop.wait(seconds if wanted is None else min(max(wanted, 0.0), seconds))

    return run


def _leave_dead_connections() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
