"""Django's SQLite backend, whose writers take turns: `ENGINE` in the settings of the database.

SQLite has one writer at a time; the others sleep and look again, for up to a tenth of a second each time, and whoever
has just come is as likely to be next. With a few writers in a process most of their time is slept away. Here the
threads of a process wait for one another in line, and only the first of them looks whether another process is done,
each millisecond. SQLite's own lock stays the truth: nothing is lost should a turn be.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict

from django.db.backends.sqlite3 import base
from django.db.backends.utils import debug_transaction

LOOK_SECONDS = 0.001  # a write takes about as long
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits at a transaction's beginning for as long as the database's `timeout` says; then it fails as SQLite does."""

    _turn: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db() or self.transaction_mode != "IMMEDIATE":  # type: ignore[attr-defined]  # the stubs leave out what is private
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
            return
        ends = time.monotonic() + self._patience_seconds
        self._await_turn()
        try:
            with debug_transaction(self, "BEGIN IMMEDIATE"), self.wrap_database_errors:
                self._begin(ends)
        except BaseException:
            self._end_turn()
            raise

    def _await_turn(self) -> None:
        """A turn that does not come is no reason to fail: a thread may have died with it. SQLite decides."""
        turn = _turns[str(self.settings_dict["NAME"])]
        if turn.acquire(timeout=self._patience_seconds):
            self._turn = turn

    def _begin(self, ends: float) -> None:
        """Raises sqlite3.OperationalError when the database is still locked at the end."""
        connection: sqlite3.Connection = self.connection
        connection.execute("PRAGMA busy_timeout = 0")  # else SQLite sleeps by itself
        try:
            while not _has_begun(connection, is_last=time.monotonic() > ends):
                time.sleep(LOOK_SECONDS)
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(self._patience_seconds * 1000)}")

    @property
    def _patience_seconds(self) -> float:
        return float(self.settings_dict["OPTIONS"].get("timeout", 5.0))

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()


def _has_begun(connection: sqlite3.Connection, *, is_last: bool) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if is_last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
