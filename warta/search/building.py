"""Making an index from all articles, beside the one that answers meanwhile. Killed, it goes on where it was."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from warta.lib.clock import now
from warta.search.entries import changes_after, entries_of, states_below
from warta.search.errors import Unavailable
from warta.search.reader import CURRENT, library_errors_as_unavailable
from warta.search.schema import Position, microseconds
from warta.search.state import position_of
from warta.search.writer import NEXT, Writer, abandon, begun_folder, folder_of, put_in_place, right_to_write

BATCH = 200  # articles between two commits: a fifth of a second, so that the worker's other loops get their turn
BATCHES_AT_ONCE = 10  # between which the writer stays open
# Rows are stamped before their transaction commits; one that took longer than this is found by comparing everything.
LOOK_BACK = timedelta(minutes=2)
ABOVE_ALL = 2**62  # no article has such a number


def build_some(root: Path) -> bool:
    """Build the next index some batches further, the newest articles first. Whether there is more to do.

    When it holds everything it takes the place of the present one, which answered until then. Raises Busy when
    another process builds it or writes the present one, Unavailable on a full disk; safe to repeat after each.
    """
    with ExitStack() as held:
        held.enter_context(right_to_write(root, to=NEXT))
        writer = _writer_of_next(root)
        has_more = all(_build_batch(writer) for _ in range(BATCHES_AT_ONCE))
        writer.close()
        if not has_more:
            held.enter_context(right_to_write(root, to=CURRENT))
            put_in_place(root)
        return has_more


def built_so_far(root: Path) -> int:
    """How many articles the index holds that is being built; 0 when none is."""
    folder = folder_of(root, NEXT)
    if folder is None:
        return 0
    from tantivy import Index

    with library_errors_as_unavailable():
        return max(Index.open(str(folder)).searcher().num_docs - 1, 0)


def write_articles(writer: Writer, ids: Collection[int], *, position: Position) -> None:
    """Index these articles as they are now: those that are not public, or not there, go out."""
    entries = entries_of(ids)
    writer.write(entries, gone=set(ids) - {entry.article_id for entry in entries}, position=position)


def _writer_of_next(root: Path) -> Writer:
    try:
        return Writer(begun_folder(root))
    except Unavailable:
        abandon(root, NEXT)  # half an index that is damaged besides; the next call begins another
        raise


def _build_batch(writer: Writer) -> bool:
    """Whether there was anything to do. While it is filled, a position's article is the last one put in, negative."""
    position = position_of(writer.searcher()) or Position(microseconds(now() - LOOK_BACK), -ABOVE_ALL)
    if position.article_id < 0:
        ids = [state.article_id for state in states_below(-position.article_id, limit=BATCH)]
        reached = Position(position.changed, -ids[-1] if ids else 0)
    else:
        changes = changes_after(position, limit=BATCH)
        ids = [change.article_id for change in changes]
        reached = changes[-1] if changes else position
    if reached != position:
        write_articles(writer, ids, position=reached)
    return reached != position
