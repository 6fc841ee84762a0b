"""Bringing the index that answers into line with the articles, step by step, and having another built if it is lost."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from datetime import timedelta
from itertools import islice
from pathlib import Path

from warta.lib.clock import now
from warta.search.building import ABOVE_ALL, BATCH, LOOK_BACK, build_some, write_articles
from warta.search.entries import changes_after, changes_between, public_among, states_below
from warta.search.errors import Busy, Unavailable
from warta.search.indonesian import forget_words
from warta.search.reader import CURRENT, is_damaged, note_damage, searching
from warta.search.schema import Position, microseconds
from warta.search.state import position_of, states_from, states_in
from warta.search.writer import NEXT, Writer, folder_of, right_to_write

log = logging.getLogger(__name__)

PAUSE_SECONDS = 0.05  # after a batch, so that the worker's other loops get their turn
IDLE_SECONDS = 10.0  # after this long without work the writer's memory is given back
LOOK_BACK_EVERY_SECONDS = 30.0
COMPARED = "compared"  # its time says when the index was last compared with all articles
COMPARE_EVERY_SECONDS = 86_400.0
COMPARE_AT_MOST_EVERY_SECONDS = 600.0
COMPARED_AT_ONCE = 1000


class Follower:
    """Brings one machine's index into line, step by step."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._writer: Writer | None = None
        self._rights = ExitStack()
        self._used_at = 0.0
        self._looked_back_at = 0.0
        self._compared_at = 0.0
        self._comparing_below: int | None = None

    def step(self) -> float | None:
        try:
            return self._step()
        except Busy:
            return None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back the writer, its memory and its right."""
        writer, self._writer = self._writer, None
        try:
            if writer is not None:
                writer.close()
        except Unavailable:
            log.info("the index's writer had nothing more to say")
        finally:
            self._rights.close()
            forget_words()

    def _step(self) -> float | None:
        folder = folder_of(self.root, CURRENT)
        if folder is None or is_damaged(self.root, folder):
            return self._build_another()
        try:
            with searching(self.root) as searcher:
                position = position_of(searcher)
        except Unavailable:
            # Damage is noted by then; anything else, such as too many open files, may pass.
            return PAUSE_SECONDS if is_damaged(self.root, folder) else None
        if position is None or position.article_id < 0:
            note_damage(self.root, folder)
            return PAUSE_SECONDS
        return self._follow(folder, position)

    def _build_another(self) -> float | None:
        """What is there goes on answering, if it still can, until the next one is whole."""
        self.close()
        return PAUSE_SECONDS if build_some(self.root) else None

    def _follow(self, folder: Path, position: Position) -> float | None:
        changes = changes_after(position, limit=BATCH)
        if changes:
            self._write(folder, [change.article_id for change in changes], position=changes[-1])
            return PAUSE_SECONDS if len(changes) == BATCH else None
        again = self._look_back(folder, position) or self._compare_some(folder, position)
        if self._writer and time.monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
        return PAUSE_SECONDS if again else None

    def _write(self, folder: Path, ids: Collection[int], *, position: Position) -> None:
        write_articles(self._open(folder), ids, position=position)
        self._used_at = time.monotonic()
        if folder_of(self.root, NEXT):
            self.close()  # who builds another one waits for the right to put it in this one's place

    def _open(self, folder: Path) -> Writer:
        if self._writer is None or self._writer.folder != folder:
            self.close()
            self._rights.enter_context(right_to_write(self.root))
            self._writer = Writer(folder)
        return self._writer

    def _look_back(self, folder: Path, position: Position) -> bool:
        """Index what was committed late, after a later stamp had been followed. Whether there was any."""
        is_quiet = position.changed < microseconds(now() - 2 * LOOK_BACK)
        if is_quiet or time.monotonic() - self._looked_back_at < LOOK_BACK_EVERY_SECONDS:
            return False
        self._looked_back_at = time.monotonic()
        begin = Position(position.changed - int(LOOK_BACK / timedelta(microseconds=1)), 0)
        changes = changes_between(begin, position)
        while some := list(islice(changes, COMPARED_AT_ONCE)):
            if missed := _differing(self.root, some):
                self._write(folder, missed[:BATCH], position=position)
                return True
        return False

    def _compare_some(self, folder: Path, position: Position) -> bool:
        """Once a day, and soon after a deletion: all articles, a thousand at a step. Whether there is more to do."""
        if self._comparing_below is None:
            if not self._is_comparing_due():
                return False
            self._comparing_below, self._compared_at = ABOVE_ALL, time.monotonic()
            (self.root / COMPARED).touch()
        below = self._comparing_below
        states = states_below(below, limit=COMPARED_AT_ONCE)
        first = states[-1].article_id if len(states) == COMPARED_AT_ONCE else 0
        with searching(self.root) as searcher:
            held = states_from(searcher, first=first, below=below)
        public = {state.article_id: state.changed for state in states}
        differing = [pk for pk in public.keys() | held.keys() if public.get(pk) != held.get(pk)]
        for start in range(0, len(differing), BATCH):
            self._write(folder, differing[start : start + BATCH], position=position)
        self._comparing_below = first or None
        return bool(first)

    def _is_comparing_due(self) -> bool:
        if time.monotonic() - self._compared_at < COMPARE_AT_MOST_EVERY_SECONDS and self._compared_at:
            return False
        try:
            return time.time() - (self.root / COMPARED).stat().st_mtime > COMPARE_EVERY_SECONDS
        except OSError:
            return True


def _differing(root: Path, changes: Sequence[Position]) -> list[int]:
    latest = {change.article_id: change.changed for change in changes}
    with searching(root) as searcher:
        held = states_in(searcher, list(latest))
    public = public_among(latest.keys() - held.keys())
    return [pk for pk, at in latest.items() if (held[pk] != at if pk in held else pk in public)]
