"""The scorer of this process: loaded once, kept, and loaded anew when the model's file was changed."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from django.conf import settings

from warta.comments.civility.model import BadModel
from warta.comments.civility.retraining import current_scorer, own_model
from warta.comments.civility.scoring import SHIPPED, Scorer, Unscored, Verdict
from warta.lib.clock import now

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 2.0

Mark = tuple[str, int, int]  # path, size and time of the file that was loaded


class _Kept:
    """One for each process. Threads share it: who comes while it is loaded uses the old one, or waits for the first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scorer: Scorer | None = None
        self._mark: Mark | None = None
        self._looked_at = 0.0

    def scorer(self) -> Scorer:
        moment = now().timestamp()
        if self._scorer is None or abs(moment - self._looked_at) > LOOK_AGAIN_SECONDS:
            with self._lock:
                self._load_if_changed(moment)
        if self._scorer is None:
            raise Unscored("no model could be read")
        return self._scorer

    def _load_if_changed(self, moment: float) -> None:
        mark = _mark_of_file()
        self._looked_at = moment
        if mark == self._mark and self._scorer is not None:
            return
        try:
            self._scorer, self._mark = current_scorer(Path(settings.HOME)), mark
        except (BadModel, OSError):
            # A file that can't be read is no reason to go on by another model: what can't be scored is held.
            self._scorer, self._mark = None, None
            log.exception("the model of civility can't be read: comments are held")


_kept = _Kept()


def scorer_in_use() -> Scorer:
    """The newsroom's own model, or the shipped one. Raises Unscored when it can't be read."""
    return _kept.scorer()


def verdict_on(text: str) -> Verdict | None:
    """What the scorer says; None when it can't, upon which the comment is held. Never raises."""
    try:
        return scorer_in_use().score(text)
    except Unscored as error:
        log.warning("a comment was not scored", extra={"why": str(error)})
        return None


def _mark_of_file() -> Mark | None:
    own = own_model(Path(settings.HOME))
    try:
        path = own if own.exists() else SHIPPED
        stat = path.stat()
    except OSError:
        return None
    return str(path), stat.st_size, stat.st_mtime_ns
