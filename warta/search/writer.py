"""Writing an index: one writer per machine and folder, open only while there is something to write.

Knows entries and positions, and nothing of the database. Each commit carries the position that it has reached, so a
kill at any moment leaves an index that knows what it lacks.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warta.lib.ids import opaque_id
from warta.search.errors import Busy
from warta.search.reader import CURRENT, library_errors_as_unavailable
from warta.search.schema import POSITION_ID, VERSION, Entry, Position, document_of, document_of_position, schema

if TYPE_CHECKING:
    import tantivy

HEAP_BYTES = 15_000_000  # the least the library takes; more makes a rebuild a fifth faster and the worker larger
NEXT = "next"  # the symbolic link to the index that is being built


class Writer:
    """The writer of one folder's index; makes the index where there is none. Raises Unavailable when it is damaged."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        with library_errors_as_unavailable():
            self._index = tantivy.Index(schema(), path=str(folder))
            self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
        self.folder = folder

    def write(self, entries: Iterable[Entry], *, gone: Collection[int], position: Position) -> None:
        """Put in `entries` in place of what stood there of them, take out `gone`, and remember the position; at once.

        Safe to repeat. Raises Unavailable, after which nothing of it was written and the writer is of no more use.
        """
        from tantivy import Query

        entries = list(entries)
        outdated = [POSITION_ID, *gone, *(entry.article_id for entry in entries)]
        with library_errors_as_unavailable():
            self._writer.delete_documents_by_query(Query.term_set_query(schema(), "id", outdated))
            for entry in entries:
                self._writer.add_document(document_of(entry))
            self._writer.add_document(document_of_position(position))
            self._writer.commit()

    def searcher(self) -> tantivy.Searcher:
        with library_errors_as_unavailable():
            self._index.reload()
            return self._index.searcher()

    def close(self) -> None:
        """Let what is being merged be finished, which takes seconds at most for what a newsroom writes in a day."""
        with library_errors_as_unavailable():
            self._writer.wait_merging_threads()


@contextmanager
def right_to_write(root: Path, *, to: str = CURRENT) -> Iterator[None]:
    """Hold the right to write what the link `to` leads to, at most as long as the process lives. Raises Busy."""
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(root / f"{to}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield
    finally:
        os.close(descriptor)


def folder_of(root: Path, link: str) -> Path | None:
    """Where a link leads, if an index of this version can be there."""
    folder = _target(root, link)
    return folder if folder and folder.is_dir() and folder.name.startswith(f"v{VERSION}-") else None


def _target(root: Path, link: str) -> Path | None:
    try:
        return root / (root / link).readlink()
    except OSError:
        return None


def begun_folder(root: Path) -> Path:
    """The folder in which the next index is being built; a fresh one where none was begun."""
    folder = folder_of(root, NEXT)
    if folder is None:
        folder = root / f"v{VERSION}-{opaque_id()}"
        folder.mkdir(parents=True, mode=0o700)
        _point(root, NEXT, folder)
    return folder


def abandon(root: Path, link: str) -> None:
    """Forget what a link leads to, and delete it. Safe to repeat."""
    (root / link).unlink(missing_ok=True)
    clear_away(root)


def put_in_place(root: Path) -> None:
    """Let the next index answer from now on; the one before it is deleted."""
    folder = folder_of(root, NEXT)
    if folder is not None:
        _point(root, CURRENT, folder)
        (root / NEXT).unlink(missing_ok=True)
    clear_away(root)


def clear_away(root: Path) -> None:
    """Delete the folders of indexes to which nothing leads any more. Who has one open reads on in it."""
    kept = {_target(root, CURRENT), _target(root, NEXT)}
    for folder in root.glob("v*-*"):
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _point(root: Path, link: str, folder: Path) -> None:
    fresh = root / f"{link}.{opaque_id()}"
    fresh.symlink_to(folder.name)
    fresh.replace(root / link)
