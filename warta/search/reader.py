"""The open index of this process: found, opened when first asked, and seen anew after each commit of the writer.

Knows folders and nothing of articles. What goes wrong in it is told as `Unavailable`, never as an error of the library.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from warta.search.errors import Unavailable

if TYPE_CHECKING:
    import tantivy

CURRENT = "current"  # the symbolic link to the index that answers
COMMITTED = "meta.json"  # the library writes it anew with each commit


class Reader:
    """One folder's index. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.folder = folder
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._index = tantivy.Index.open(str(folder))
        self._index.config_reader("manual")
        self._index.reload()

    def searcher(self) -> tantivy.Searcher:
        """What was committed until now."""
        stamp = self._stamp()
        if stamp != self._seen:
            with self._lock:
                self._index.reload()
                self._seen = stamp
        return self._index.searcher()

    def _stamp(self) -> tuple[int, int]:
        found = os.stat(self.folder / COMMITTED)
        return found.st_mtime_ns, found.st_ino


_open: dict[Path, Reader] = {}
_opening = threading.Lock()


@contextmanager
def searching(root: Path) -> Iterator[tantivy.Searcher]:
    """The searcher of the index that answers under `root`. Raises Unavailable when there is none, or it is damaged."""
    with library_errors_as_unavailable():
        yield _reader(root).searcher()


def _reader(root: Path) -> Reader:
    folder = root / os.readlink(root / CURRENT)
    reader = _open.get(root)
    if reader is None or reader.folder != folder or not folder.exists():
        with _opening:
            reader = _open[root] = Reader(folder)
    return reader


def forget_readers() -> None:
    """Close what this process has open."""
    _open.clear()


@contextmanager
def library_errors_as_unavailable() -> Iterator[None]:
    """The library raises ValueError and OSError, and panics with what is no Exception at all."""
    try:
        yield
    except Unavailable:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise Unavailable(type(error).__name__) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unavailable("damaged") from error
