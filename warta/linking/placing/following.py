"""What must happen to every article sooner or later: its profile is kept, and its links are chosen.

There is no list of what to do: every public change is stamped on its article, and one row for each of the two says up
to which stamp it has come. Killed at any moment it goes on where it was; it heals what a lost event left undone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from warta.lib.clock import now
from warta.linking.models import Followed, Placing
from warta.linking.placing.services import place_links
from warta.linking.proposals.profiles import make_stale
from warta.press import services as press
from warta.search.entries import changes_after
from warta.search.queries import index_state
from warta.search.schema import Position, microseconds

log = logging.getLogger(__name__)

RUN_SECONDS = 1.0  # of one run, so that the worker's other jobs get their turn
PAUSE_SECONDS = 0.02  # after each batch: who imports or publishes writes in between
SETTLED = timedelta(seconds=10)  # rows are stamped before they are committed, and the publication itself comes first
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def keep_profiles() -> int:
    """Make the profiles of what changed, for a second or so. How many articles were looked at; safe to run twice."""
    return _follow("profiles", make_stale, batch=100)


def place_missing() -> int:
    """Choose the links of what was published without, or was imported. Waits for an index that is behind."""
    state = index_state()
    if not state.is_there or state.behind_seconds > SETTLED.total_seconds():
        return 0
    return _follow("links", _place, batch=10)


def _place(ids: Collection[int]) -> None:
    done = set(Placing.objects.filter(article_id__in=ids).exclude(placed_at=None).values_list("article_id", flat=True))
    for article_id in ids:
        if article_id not in done:
            _place_one(article_id)


def _place_one(article_id: int) -> None:
    """One article that fails does not keep the others waiting."""
    try:
        if place_links(article_id):
            press.changed(frozenset({f"article:{article_id}"}))
    except Exception:
        log.exception("links not placed", extra={"article": article_id})


def _follow(what: str, act: Callable[[Collection[int]], object], *, batch: int) -> int:
    stops_at, followed = time.monotonic() + RUN_SECONDS, 0
    row, _is_new = Followed.objects.get_or_create(name=what)
    until = microseconds(now() - SETTLED)
    while time.monotonic() < stops_at:
        after = Position(microseconds(row.changed_at), row.article_id)
        changes = [change for change in changes_after(after, limit=batch) if change.changed <= until]
        if not changes:
            return followed
        act([change.article_id for change in changes])
        row.changed_at = EPOCH + timedelta(microseconds=changes[-1].changed)
        row.article_id = changes[-1].article_id
        row.save(update_fields=["changed_at", "article_id"])
        followed += len(changes)
        time.sleep(PAUSE_SECONDS)
    return followed
