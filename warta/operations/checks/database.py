"""The database: does it answer, does it fit this code, and is it as Warta needs it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, connection

from warta.operations.checks.findings import Finding, wrong
from warta.operations.queries import unapplied_migrations
from warta.operations.troubles import first_line, sentence_for


def database_answers() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        connection.close()
        yield wrong(
            sentence_for(error)[0] or f"The database refuses: {first_line(error)}.",
            "Start it, or correct WARTA_DATABASE_URL; nothing else can be said until it answers.",
        )


def database_fits() -> Iterator[Finding]:
    missing = unapplied_migrations()
    if missing:
        yield wrong(
            f"The database lacks {len(missing)} migrations of this version (first: {missing[0]}).",
            "Run `warta prepare`, or start with `warta up`, which does it.",
        )


def sqlite_is_set_up() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    if (mode := str(_pragma("journal_mode"))) != "wal":
        yield wrong(
            f"SQLite keeps its journal as {mode!r}, so readers and writers wait for each other.",
            "Put WARTA_HOME on a local disk: network file systems can't hold a write-ahead log.",
        )
    if _pragma("foreign_keys") != 1:
        yield wrong("SQLite does not check foreign keys.", "Use the SQLite library that Python brings.")


def database_is_whole() -> Iterator[Finding]:
    """SQLite alone: PostgreSQL checks its own pages and says so in its log."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA foreign_key_check")
        orphan = cursor.fetchone()
    if said != "ok":
        yield wrong(
            f"The database file is damaged: {said.splitlines()[-1]}.",
            "Stop Warta, keep a copy of the file, and restore the last backup into a fresh home.",
        )
    if orphan:
        yield wrong(
            f"A row of {orphan[0]} refers to one of {orphan[2]} that doesn't exist.",
            "Something wrote to the file past Warta; restore the last backup if you don't know what.",
        )


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]
