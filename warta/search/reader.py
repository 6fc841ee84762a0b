"""The open index of this process: found, opened when first asked, and seen anew after each commit of the writer.

Knows folders and nothing of articles. What goes wrong in it is told as `Unavailable`, never as an error of the library.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from warta.search.errors import Unavailable

if TYPE_CHECKING:
    import tantivy

log = logging.getLogger(__name__)

CURRENT = "current"  # the symbolic link to the index that answers
COMMITTED = "meta.json"  # the library writes it anew with each commit
DAMAGED = "damaged"  # names the folder that was found so


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
        found = (self.folder / COMMITTED).stat()
        return found.st_mtime_ns, found.st_ino


_open: dict[Path, Reader] = {}
_opening = threading.Lock()


@contextmanager
def searching(root: Path) -> Iterator[tantivy.Searcher]:
    """The searcher of the index that answers under `root`. Raises Unavailable when there is none, or it is damaged."""
    with library_errors_as_unavailable():
        folder = root / (root / CURRENT).readlink()
        try:
            reader = _reader(root, folder)
        except (ValueError, FileNotFoundError):
            note_damage(root, folder)
            raise
        try:
            yield reader.searcher()
        except BaseException as error:
            if _is_damage(error):
                note_damage(root, folder)
            raise


def _reader(root: Path, folder: Path) -> Reader:
    reader = _open.get(root)
    if reader is None or reader.folder != folder:
        with _opening:
            reader = _open[root] = Reader(folder)
    return reader


def forget_readers() -> None:
    """Close what this process has open."""
    _open.clear()


def note_damage(root: Path, folder: Path) -> None:
    """Leave word for the worker, who builds another. Safe to repeat."""
    log.warning("the search index is damaged and is built anew", extra={"folder": folder.name})
    forget_readers()
    with suppress(OSError):
        (root / DAMAGED).write_text(folder.name)


def is_damaged(root: Path, folder: Path) -> bool:
    """Whether anyone on this machine found it so."""
    try:
        return (root / DAMAGED).read_text() == folder.name
    except OSError:
        return False


def _is_damage(error: BaseException) -> bool:
    """What the library says of files that are not what they should be. A question put wrongly is no damage."""
    return _is_panic(error) or (isinstance(error, ValueError | OSError) and "corrupt" in str(error).lower())


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"  # the library does not let it be imported


@contextmanager
def library_errors_as_unavailable() -> Iterator[None]:
    """The library raises ValueError and OSError, and panics with what is no Exception at all."""
    try:
        yield
    except Unavailable:
        raise
    except (ValueError, OSError, RuntimeError) as error:
        raise Unavailable(str(error)) from error
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise Unavailable("damaged") from error
