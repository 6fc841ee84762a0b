"""Keeping the index what the articles are. The index is derived: whatever happens to it, it is made again from them.

There is no list of what to index: every public change of an article is stamped on its row, in the transaction that
makes it, and the index says itself up to which stamp it has followed.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from warta.search.building import build_some, built_so_far
from warta.search.errors import Busy
from warta.search.following import COMPARED, Follower
from warta.search.reader import forget_readers

WAIT_SECONDS = 60.0  # for a worker to lay down its pen; it does after each batch when it sees that another is built
LOOK_SECONDS = 0.2

_followers: dict[Path, Follower] = {}


def follow() -> float | None:
    """One step of following what changed; what `warta work` calls. Seconds until there is more to do, None: nothing.

    Safe in several processes: one of a machine writes. Raises what the database raises, and Unavailable on a full disk.
    """
    root = Path(settings.SEARCH_ROOT)
    return _followers.setdefault(root, Follower(root)).step()


def rebuild(*, progress: Callable[[int], object] = lambda _done: None) -> None:
    """Make the index anew from all articles; the present one answers until the new one is whole.

    `progress` is told how many articles it holds. Safe to repeat, and to be killed and run again, which goes on where
    it was. Raises Busy when another process does it, Unavailable on a full disk.
    """
    root, waits_until = Path(settings.SEARCH_ROOT), time.monotonic() + WAIT_SECONDS
    while True:
        try:
            has_more = build_some(root)
        except Busy:
            if time.monotonic() > waits_until:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            if not has_more:
                return
            waits_until = time.monotonic() + WAIT_SECONDS
            progress(built_so_far(root))


def empty_index() -> None:
    """Forget the index, as after a restore: the worker makes it again. Safe to repeat."""
    forget_readers()
    shutil.rmtree(settings.SEARCH_ROOT, ignore_errors=True)


def note_deleted(**_: object) -> None:
    """Articles were deleted, which leaves no stamp behind: let the worker compare soon. Safe to repeat."""
    with suppress(OSError):
        (Path(settings.SEARCH_ROOT) / COMPARED).unlink(missing_ok=True)
