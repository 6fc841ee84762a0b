"""A whole Warta in a folder of its own, run by its command line as an operator runs it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.migrated import create_postgres, drop_postgres, put_postgres, put_sqlite, with_database

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = (sys.executable, "-m", "warta.project.cli")


@dataclass
class Place:
    """One home with its settings."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
        return {**inherited, "WARTA_HOME": str(self.home), **self.settings}

    def warta(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [*PROGRAM, *arguments],
            input=text, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip

    def python(self, source: str) -> str:
        """Run Python inside this Warta and return what it prints."""
        done = self.warta("shell", "--no-imports", "-c", source)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*PROGRAM, *arguments],
            cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


@contextmanager
def a_place(folder: Path, **settings: str) -> Iterator[Place]:
    """A place on the database that these tests run on: SQLite in its home, or a database of its own on PostgreSQL.

    It is migrated and otherwise empty, as the first half of `warta prepare` leaves it.
    """
    server = os.environ.get("WARTA_DATABASE_URL", "")
    if not server:
        put_sqlite(folder / "warta.sqlite3")
        yield Place(folder, settings)
        return
    name = f"warta_{secrets.token_hex(6)}"
    try:
        yield Place(folder, {"WARTA_DATABASE_URL": put_postgres(server, name), **settings})
    finally:
        drop_postgres(server, name)


@contextmanager
def an_empty_place(folder: Path, **settings: str) -> Iterator[Place]:
    """The same without a table in it."""
    server = os.environ.get("WARTA_DATABASE_URL", "")
    if not server:
        yield Place(folder, settings)
        return
    name = f"warta_{secrets.token_hex(6)}"
    create_postgres(server, name)
    try:
        yield Place(folder, {"WARTA_DATABASE_URL": with_database(server, name), **settings})
    finally:
        drop_postgres(server, name)
