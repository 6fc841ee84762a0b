"""Ports: a lower app asks, an app above answers. Declared below, supplied in `warta.project.wiring`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
log = logging.getLogger(__name__)


class Port(Generic[Asked, Answer]):
    """A question with a stated answer for the case that nobody supplies one or the supplier fails.

    `default` is what the asker does without an answer; it must be the safe choice (hold, step up, leave out).
    """

    def __init__(self, name: str, default: Callable[Asked, Answer]) -> None:
        self.name = name
        self._default = default
        self._supplier: Callable[Asked, Answer] | None = None

    def supply(self, supplier: Callable[Asked, Answer]) -> None:
        """Join the port to its supplier. The last one wins, so that a test can replace it."""
        self._supplier = supplier

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if self._supplier is None:
            return self._default(*args, **kwargs)
        try:
            return self._supplier(*args, **kwargs)
        except Exception:
            log.exception("port failed, its default stands", extra={"port": self.name})
            return self._default(*args, **kwargs)
