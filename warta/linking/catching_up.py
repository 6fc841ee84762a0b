"""Works off what an import or a new index leaves to do, in a process apart: neither a page nor a post waits for it.

What a newsroom publishes in a day the worker's own jobs see to, in small steps; they rest while there is more.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from warta.linking.models import Followed, GatheringPosition
from warta.linking.placing.following import keep_profiles, place_missing
from warta.linking.stories.services import gather_some
from warta.press.durability import without_waiting_for_the_disk
from warta.search.entries import changes_after
from warta.search.schema import Position, microseconds

FEW = 50  # changed articles that the worker's jobs see to within a few seconds
IDLE_SECONDS = 60  # that it waits for an index that is behind
LOOK_SECONDS = 1.0
AGAIN_SECONDS = 300  # after it waited in vain

Step = Callable[[], int]
STEPS: tuple[Step, ...] = (keep_profiles, gather_some, place_missing)


def is_behind() -> bool:
    """Whether more than a few changed articles wait to be profiled, gathered or linked."""
    return any(len(changes_after(position, limit=FEW + 1)) > FEW for position in _positions())


def backlog() -> int:
    """0 when there is none; else a number that is another one every five minutes, to try again what waited in vain."""
    return int(time.time() // AGAIN_SECONDS) if is_behind() else 0


def unless_behind(step: Step) -> Step:
    """The step as a job of the worker, which leaves a backlog to the process apart."""

    def run() -> int:
        return 0 if is_behind() else step()

    return run


def catch_up() -> None:
    """Take every step until only a few changes are left. Safe to run twice, and to be killed."""
    moved_at = time.monotonic()
    while is_behind() and time.monotonic() - moved_at < IDLE_SECONDS:
        with without_waiting_for_the_disk():  # all of it could be made again; others wait for each commit
            done = sum(step() for step in STEPS)
        if done:
            moved_at = time.monotonic()
        else:
            time.sleep(LOOK_SECONDS)


def _positions() -> list[Position]:
    """Where each of the three has come; from the beginning where one has not begun."""
    rows = {
        row.name: (row.changed_at, row.article_id) for row in Followed.objects.filter(name__in=("profiles", "links"))
    }
    stamps = [rows.get("profiles"), rows.get("links")]
    stamps.append(GatheringPosition.objects.values_list("changed_at", "article_id").first())
    return [Position(microseconds(found[0]), found[1]) if found else Position(0, 0) for found in stamps]
