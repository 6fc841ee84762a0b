"""Bringing the database up to this code, once even when several machines start at the same moment."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from warta.operations.queries import unapplied_migrations

ADVISORY_LOCK = 7_262_014  # a number of our own among PostgreSQL's advisory locks


def migrate_if_needed() -> int:
    """Apply what is missing; returns how many migrations that was. Safe to repeat."""
    missing = unapplied_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    return len(missing)


def keep_database_to_its_owner() -> None:
    """Close SQLite's files to the machine's other accounts: addresses and sessions are in them. Safe to repeat.

    SQLite gives the files that it makes beside the database the same rights.
    """
    if connection.vendor != "sqlite":
        return
    database = Path(connection.settings_dict["NAME"])
    database.touch(mode=0o600, exist_ok=True)
    for path in (database, *database.parent.glob(f"{database.name}-*")):
        path.chmod(0o600)


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Only one process prepares: on this machine by a file, on others by the database they share."""
    (home / "run").mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home / "run" / "prepare.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with _in_the_database():
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _in_the_database() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
