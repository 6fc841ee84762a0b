"""A database that is migrated once and copied from then on: migrating takes longer than most tests do.

The copy for SQLite is kept between runs, under a name that changes with the migrations.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache"
PACKAGES = ("django", "wagtail", "django-taggit", "modelsearch")


def put_sqlite(target: Path) -> None:
    """Put a migrated database at `target`, in place of what is there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    shutil.copyfile(_sqlite(), target)


def put_postgres(server: str, name: str) -> str:
    """Create a migrated database called `name` on the server, in place of one of that name. Returns its address."""
    template = f"warta_migrated_{_fingerprint()}"
    with _alone():
        if not _on_server(server, f"SELECT 1 FROM pg_database WHERE datname = '{template}'"):
            create_postgres(server, f"{template}_new")
            _migrate(WARTA_DATABASE_URL=with_database(server, f"{template}_new"))
            _on_server(server, f'ALTER DATABASE "{template}_new" RENAME TO "{template}"')
        drop_postgres(server, name)
        _on_server(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return with_database(server, name)


def create_postgres(server: str, name: str) -> None:
    _on_server(server, f'CREATE DATABASE "{name}"')


def drop_postgres(server: str, name: str) -> None:
    _on_server(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def with_database(server: str, name: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _sqlite() -> Path:
    kept = KEPT / f"migrated-{_fingerprint()}.sqlite3"
    with _alone():
        if not kept.exists():
            for outdated in KEPT.glob("migrated-*.sqlite3"):
                outdated.unlink()
            with tempfile.TemporaryDirectory(prefix="warta-migrated-") as home:
                _migrate(WARTA_HOME=home)
                shutil.copyfile(Path(home) / "warta.sqlite3", kept.with_suffix(".new"))
            kept.with_suffix(".new").replace(kept)
    return kept


def _fingerprint() -> str:
    """Of everything that says what a migrated database is like."""
    known = hashlib.sha256(" ".join(version(package) for package in PACKAGES).encode())
    for path in sorted((ROOT / "warta").glob("*/migrations/*.py")):
        known.update(path.name.encode() + path.read_bytes())
    return known.hexdigest()[:12]


def _migrate(**settings: str) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WARTA_")}
    with tempfile.TemporaryDirectory(prefix="warta-migrating-") as home:
        subprocess.run(
            [sys.executable, "-m", "warta.project.cli", "migrate", "--verbosity", "0"],
            cwd=ROOT, env={**inherited, "WARTA_HOME": home, **settings}, check=True, timeout=600,
        )  # fmt: skip


@contextmanager
def _alone() -> Iterator[None]:
    """Of all processes of these tests one makes the database; the others wait for it."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _on_server(server: str, statement: str) -> list[tuple[object, ...]]:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
