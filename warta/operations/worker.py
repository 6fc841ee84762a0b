"""`warta work`: sends, runs the schedule and presses what is stale, each in a thread of its own."""

from __future__ import annotations

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence

from django.db import DatabaseError, InterfaceError

from warta.jobs.services import run_due
from warta.lib.ids import opaque_id
from warta.operations.children import NOT_PREPARED
from warta.operations.loops import Loop, LoopThread, every
from warta.operations.memory import give_back
from warta.operations.ports import schedule
from warta.operations.queries import unapplied_migrations
from warta.operations.services import beat, say_goodbye
from warta.operations.troubles import first_line, sentence_for
from warta.outbox.inbox import run_inbox
from warta.outbox.worker import run_outbox
from warta.press.pressing import store
from warta.press.upkeep import press_stale
from warta.search.services import follow

log = logging.getLogger(__name__)

BEAT_SECONDS = 10.0
JOB_LOOK_SECONDS = 1.0
JOB_THREADS = 2  # a long job (a sweep, a collection of garbage) must not hold up publishing on time
PRESS_LOOK_SECONDS = 0.5
SEARCH_LOOK_SECONDS = 0.5  # a published article is found within two seconds
FINISH_SECONDS = 8.0  # what loops have to end; the supervisor waits for ten


def loops() -> list[Loop]:
    """Everything a worker does."""
    return [
        Loop("outbox", run_outbox),
        Loop("inbox", run_inbox),
        *(Loop(f"jobs {n}", every(JOB_LOOK_SECONDS, lambda: run_due(schedule()))) for n in range(1, JOB_THREADS + 1)),
        Loop("press", every(PRESS_LOOK_SECONDS, _press)),
        Loop("search", every(SEARCH_LOOK_SECONDS, follow)),
    ]


def _press() -> float | None:
    """Press the stalest; when there was something, look again at once."""
    return 0.0 if press_stale() else None


def run_worker(wanted: Sequence[Loop], stop: threading.Event) -> int:
    """Work until `stop` is set; returns the exit code."""
    if not _is_prepared(stop):
        return NOT_PREPARED
    store().trust()
    threads = [LoopThread(loop, stop) for loop in wanted]
    worker = opaque_id()
    pulse = LoopThread(Loop("heartbeat", every(BEAT_SECONDS, lambda: _beat(worker, threads))), stop)
    # What is loaded by now stays until the end; the collector need not look at it again.
    gc.collect()
    gc.freeze()
    for thread in (*threads, pulse):
        thread.start()
    log.info("working", extra={"loops": [thread.name for thread in threads]})
    stop.wait()
    return _finish(worker, [*threads, pulse])


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl-C set."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _is_prepared(stop: threading.Event) -> bool:
    """Wait for a database that is away; say whether it fits this code."""
    pause = 1.0
    while not stop.is_set():
        try:
            return not unapplied_migrations()
        except (DatabaseError, InterfaceError) as error:
            words = sentence_for(error)[0] or first_line(error)
            log.warning("waiting for the database", extra={"trouble": words, "again_in_seconds": pause})
            stop.wait(pause)
            pause = min(pause * 2, 30.0)
    return True


def _beat(worker: str, threads: Sequence[LoopThread]) -> None:
    give_back()
    beat(worker, {thread.name: thread.trouble for thread in threads if thread.trouble})


def _finish(worker: str, threads: Sequence[LoopThread]) -> int:
    deadline = time.monotonic() + FINISH_SECONDS
    for thread in threads:
        thread.join(max(deadline - time.monotonic(), 0))
    late = [thread.name for thread in threads if thread.is_alive()]
    try:
        say_goodbye(worker)
    except (DatabaseError, InterfaceError) as error:
        log.warning("the worker's row stays until tomorrow", extra={"trouble": first_line(error)})
    if late:
        # Whatever it was at is leased and taken up again; a clean end would wait for it without bound.
        log.warning("loops did not end in time", extra={"loops": late})
        logging.shutdown()
        os._exit(0)
    log.info("stopped")
    return 0
