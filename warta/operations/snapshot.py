"""A consistent copy of the database while it is being written, and the way back. One function a database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from warta.operations.key_copies import ROWS, TABLE, KeyCopy
from warta.operations.manifest import BackupError
from warta.operations.troubles import first_line

SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"


@dataclass(frozen=True)
class Snapshot:
    """A file that holds the database of one moment, and what was in it then."""

    name: str
    file: Path
    migrations: list[str]
    counts: dict[str, int]
    keys: list[KeyCopy]


def database_kind() -> str:
    return str(connection.vendor)


def take_snapshot(folder: Path) -> Snapshot:
    """Copy the database of this moment into `folder`. Others may write meanwhile. Raises BackupError."""
    return _of_sqlite(folder) if database_kind() == "sqlite" else _of_postgres(folder)


def tables() -> list[str]:
    """The tables of our own rooms: what a backup counts."""
    models = apps.get_models(include_auto_created=True)
    return sorted(model._meta.db_table for model in models if model.__module__.startswith("warta."))


def _of_sqlite(folder: Path) -> Snapshot:
    copy = folder / "database.sqlite3"
    original = f"file:{settings.DATABASES['default']['NAME']}?mode=ro"
    try:
        # In one step: a copy in several would begin again whenever another process writes in between.
        with closing(sqlite3.connect(original, uri=True)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        with closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA journal_mode=DELETE")
            contents = _contents(lambda query: target.execute(query).fetchall(), SQLITE_TABLES)
            return Snapshot(copy.name, copy, *contents, _taken_out(target))
    except sqlite3.Error as error:
        raise BackupError(_words_of(error)) from error


def _taken_out(copy: sqlite3.Connection) -> list[KeyCopy]:
    """The readers' keys, which the copy of the database then holds no more, not in its free space either."""
    keys = _key_copies(copy.execute(ROWS).fetchall())
    copy.execute("PRAGMA secure_delete=ON")
    copy.execute(f'DELETE FROM "{TABLE}"')  # noqa: S608
    copy.commit()
    return keys


def _key_copies(rows: list[Any]) -> list[KeyCopy]:
    return [KeyCopy(str(person), str(master), bytes(wrapped)) for person, master, wrapped in rows]


def _words_of(error: sqlite3.Error) -> str:
    if "full" in str(error) or "disk I/O" in str(error):
        return "The disk is full: make room and do it again; nothing half-written was kept."
    return f"The database can't be copied: {error}."


def _contents(ask: Callable[[str], list[Any]], list_of_tables: str) -> tuple[list[str], dict[str, int]]:
    """Applied migrations, and how many rows each of our tables has."""
    there = {str(row[0]) for row in ask(list_of_tables)}
    applied = [str(row[0]) for row in ask("SELECT app || '.' || name FROM django_migrations ORDER BY 1")]
    counts = {table: int(ask(f'SELECT count(*) FROM "{table}"')[0][0]) for table in tables() if table in there}  # noqa: S608
    return applied, counts


def _of_postgres(folder: Path) -> Snapshot:
    copy = folder / "database.dump"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        ask = _asking(cursor)
        applied, counts = _contents(ask, POSTGRES_TABLES)
        keys = _key_copies(ask(ROWS))
        _postgres_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}",
                       f"--exclude-table-data={TABLE}", f"--file={copy}")  # fmt: skip
    return Snapshot(copy.name, copy, applied, counts, keys)


def _asking(cursor: CursorWrapper) -> Callable[[str], list[Any]]:
    def ask(query: str) -> list[Any]:
        cursor.execute(query)
        return cursor.fetchall()

    return ask


def is_empty() -> bool:
    """Whether the configured database holds nothing of ours that a restore would overwrite."""
    with connection.cursor() as cursor:
        return not set(tables()) & set(connection.introspection.table_names(cursor))


def load_dump(dump: Path) -> None:
    """Bring a PostgreSQL dump back, wholly or not at all. Raises BackupError."""
    connection.close()
    _postgres_tool("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
                   "--exit-on-error", f"--dbname={_entry()['NAME']}", str(dump))  # fmt: skip


@contextmanager
def database_at(file: Path) -> Iterator[None]:
    """Let Django's connection of this thread stand on another SQLite file inside the block."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = file
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _postgres_tool(tool: str, *arguments: str) -> None:
    path = shutil.which(tool)
    if not path:
        raise BackupError(f"{tool} is missing: install PostgreSQL's client tools (apt-get install postgresql-client).")
    done = subprocess.run(  # noqa: S603 (arguments of our own making)
        [path, *arguments], env={**os.environ, **_postgres_environment()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{tool} failed: {first_line(Exception(done.stderr))}.")


def _entry() -> dict[str, Any]:
    return connection.settings_dict


def _postgres_environment() -> dict[str, str]:
    """Where the database is, for PostgreSQL's tools; by environment, so that no password stands in a process list."""
    entry = _entry()
    options = {f"PG{name.upper()}": str(value) for name, value in entry.get("OPTIONS", {}).items()}
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(entry[key]) for name, key in known.items() if entry.get(key)}
    allowed = ("PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGCONNECT_TIMEOUT")
    return {**{name: value for name, value in options.items() if name in allowed}, **given}
