"""`warta restore`: verifies a backup and puts it in place, with sending off. Nothing is announced."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from warta.lib.clock import now
from warta.operations.archive import MEDIA, unpack
from warta.operations.backup import key_checks
from warta.operations.doors import CannotStart, hold_home
from warta.operations.manifest import BackupError, Manifest
from warta.operations.models import Heartbeat
from warta.operations.prepared import forget_prepared, restoring_mark
from warta.operations.snapshot import database_at, database_kind, is_empty, load_dump, tables
from warta.outbox.services import hold_everything
from warta.press.services import empty_store
from warta.search.services import empty_index

# Rows that the restore itself adds or removes: the hold, signs of life, and what goes with emptying the press.
CHANGED_BY_RESTORE = {
    "operations_heartbeat",
    "outbox_hold",
    "press_pressedpage",
    "press_pressedtag",
    "press_pressstate",
    "press_tagchange",
}


@dataclass(frozen=True)
class Restored:
    """What came back. `missing_keys` are needed to open what is encrypted, and are not here."""

    manifest: Manifest
    made_unknown: int
    missing_keys: list[str]
    kept_aside: Path | None


def restore(source: Path, *, anyway: bool) -> Restored:
    """Verify, put in place, hold all sending. What stood there before is kept aside. Raises BackupError.

    Nothing is touched before the whole backup was verified. Safe to repeat after being killed: until the end a mark
    keeps Warta from starting.
    """
    home = Path(settings.HOME)
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    with _held(home):
        if not anyway and not is_unused(home):
            raise BackupError(f"{home} holds a site already; restore into another home, or say --anyway to replace it.")
        return _restore(source, home)


@contextmanager
def _held(home: Path) -> Iterator[None]:
    try:
        descriptor = hold_home(home)
    except CannotStart as error:
        raise BackupError(f"Nothing may run while Warta is restored. {error}") from error
    try:
        yield
    finally:
        os.close(descriptor)


def _restore(source: Path, home: Path) -> Restored:
    with tempfile.TemporaryDirectory(dir=home / "run", prefix="restore-") as folder:
        manifest = unpack(source, Path(folder))
        check_fits(manifest)
        restoring_mark(home).touch()
        made_unknown, kept_aside = _put_in_place(Path(folder), home)
        _check_counts(manifest)
        restoring_mark(home).unlink()
    missing = [name for name, check in manifest.key_checks.items() if key_checks().get(name) != check]
    return Restored(manifest, made_unknown, missing, kept_aside)


def is_unused(home: Path) -> bool:
    """Whether a restore would overwrite nothing: keys, static files and pressed pages don't count."""
    media = Path(settings.MEDIA_ROOT)
    has_media = media.is_dir() and any(path.is_file() for path in media.rglob("*"))
    has_file = (home / "warta.sqlite3").exists() and (home / "warta.sqlite3").stat().st_size > 0
    return not has_media and (not has_file if database_kind() == "sqlite" else is_empty())


def check_fits(manifest: Manifest) -> None:
    """Raises BackupError for a backup of a newer Warta, or of the other kind of database."""
    if manifest.database != database_kind():
        raise BackupError(
            f"The backup holds a {manifest.database} database and WARTA_DATABASE_URL names another kind; "
            f"restore it where that is {manifest.database}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = [name for name in manifest.migrations if name not in known]
    if newer:
        raise BackupError(
            f"The backup was made by Warta {manifest.version}, newer than this one ({version('warta')}): "
            f"it has {newer[0]}, unknown here. Install that version first."
        )


def _put_in_place(folder: Path, home: Path) -> tuple[int, Path | None]:
    """The database is made ready before it takes its place, so that nothing of it is ever sent."""
    kept_aside = None
    if database_kind() == "sqlite":
        with database_at(folder / "database.sqlite3"):
            made_unknown = _made_ready()
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file that is moved
        kept_aside = _keep_aside(home)
        (folder / "database.sqlite3").rename(home / "warta.sqlite3")
    else:
        kept_aside = _keep_aside(home)
        load_dump(folder / "database.dump")
        made_unknown = _made_ready()
    _replace_media(folder / MEDIA)
    empty_store()
    empty_index()
    forget_prepared(home)
    return made_unknown, kept_aside


def _made_ready() -> int:
    """Bring a restored database up to this code with sending off; how many deliveries became unknown."""
    call_command("migrate", interactive=False, verbosity=0)
    Heartbeat.objects.all().delete()  # of processes in another time
    return hold_everything()


def _keep_aside(home: Path) -> Path | None:
    """Move what stands in the way into a folder of its own; None when there is nothing."""
    media = Path(settings.MEDIA_ROOT)
    # The write-ahead log belongs to its database: left behind, it would be played into the restored one.
    found = [path for path in (*sorted(home.glob("warta.sqlite3*")), media) if path.exists()]
    if not found:
        return None
    aside = home / f"before-restore-{now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    for path in found:
        path.rename(aside / path.name)
    return aside


def _replace_media(fresh: Path) -> None:
    media = Path(settings.MEDIA_ROOT)
    media.parent.mkdir(parents=True, exist_ok=True)
    if fresh.is_dir():
        fresh.rename(media)
    else:
        media.mkdir(exist_ok=True)


def _check_counts(manifest: Manifest) -> None:
    """A last look: every table that was counted holds what it held."""
    ours = set(tables()) & set(manifest.counts)
    with connection.cursor() as cursor:
        for table in sorted(ours - CHANGED_BY_RESTORE):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (names of our own models)
            if cursor.fetchone()[0] != manifest.counts[table]:
                raise BackupError(f"The table {table} does not hold what the backup's manifest says; restore again.")
