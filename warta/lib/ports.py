"""Ports: a lower app asks, an app above answers. Declared below, supplied in `warta.project.wiring`."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)

# A hung supplier keeps its thread until it returns; with all of them hung, every port with a limit answers by its
# default at once, which is what a default is for.
POOL_THREADS = 4


def _nothing() -> None:
    """Clean up nothing."""


# Called in the pool's thread after each answer; `warta.project.wiring` gives it what closes a database connection.
after_answer: Callable[[], None] = _nothing
_pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="port")
_free = threading.BoundedSemaphore(POOL_THREADS)


def clean_up_with(action: Callable[[], None]) -> None:
    """Have `action` called in the pool's thread after each answer. The last one wins."""
    global after_answer
    after_answer = action


class Port(Generic[Asked, Answer]):
    """A question with a stated answer for the case that nobody supplies one, or the supplier fails or takes too long.

    `default` is what the asker does without an answer; it must be the safe choice (hold, step up, leave out).
    Without `limit_seconds` the supplier is called straight. With it, the supplier runs in a thread of its own: it does
    not see the asker's transaction, must not be needed for it, and goes on to its end even when nobody waits any more.
    """

    def __init__(self, name: str, default: Callable[Asked, Answer], limit_seconds: float | None = None) -> None:
        self.name = name
        self.limit_seconds = limit_seconds
        self._default = default
        self._supplier: Callable[Asked, Answer] | None = None

    def supply(self, supplier: Callable[Asked, Answer]) -> None:
        """Join the port to its supplier. The last one wins, so that a test can replace it."""
        self._supplier = supplier

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if self._supplier is None:
            return self._default(*args, **kwargs)
        try:
            if self.limit_seconds is None:
                return self._supplier(*args, **kwargs)
            return self._answer_in_time(self.limit_seconds, *args, **kwargs)
        except TimeoutError:
            log.error("port took too long, its default stands", extra={"port": self.name})
        except Exception:
            log.exception("port failed, its default stands", extra={"port": self.name})
        return self._default(*args, **kwargs)

    def _answer_in_time(self, seconds: float, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        supplier = self._supplier
        assert supplier is not None  # noqa: S101 - seen by the caller just before
        deadline = time.monotonic() + seconds
        if not _free.acquire(timeout=seconds):
            raise TimeoutError
        try:
            asked = _pool.submit(copy_context().run, _supplied, lambda: supplier(*args, **kwargs))
        except RuntimeError:
            _free.release()
            raise
        asked.add_done_callback(_release)
        return asked.result(max(deadline - time.monotonic(), 0))


def _supplied(supplier: Callable[[], Answer]) -> Answer:
    try:
        return supplier()
    finally:
        after_answer()


def _release(_asked: Future[Answer]) -> None:
    _free.release()
