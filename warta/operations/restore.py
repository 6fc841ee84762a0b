"""`warta restore`: verifies a backup and puts it in place, with sending off. Nothing is announced."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from warta.lib.clock import now
from warta.operations.archive import MEDIA, unpack
from warta.operations.backup import key_checks
from warta.operations.doors import CannotStart, hold_home
from warta.operations.key_copies import KeyCopy, newest_beside, put_back, read_copies, readers_without_key
from warta.operations.manifest import BackupError, Manifest
from warta.operations.models import Heartbeat
from warta.operations.prepared import forget_prepared, restoring_mark
from warta.operations.snapshot import database_at, database_kind, is_empty, load_dump, tables
from warta.outbox.services import hold_everything
from warta.press.services import empty_store
from warta.readers.own_data.erasing import erase_again
from warta.readers.own_data.erasure_list import UnreadableList, follow_table, in_table, list_path, listed
from warta.search.services import empty_index

# Rows that the restore itself adds or removes: the hold, signs of life, and what goes with emptying the press.
CHANGED_BY_RESTORE = {
    "operations_heartbeat",
    "outbox_hold",
    "readers_vaultkey",  # kept apart
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
    erased_again: int
    keys_from: Path | None
    readers_without_key: int


@dataclass(frozen=True)
class Apart:
    """What a restore brings besides the backup: readers' keys, and who was erased since."""

    keys: list[KeyCopy]
    erased: set[str]


@dataclass(frozen=True)
class _Placed:
    made_unknown: int
    erased_again: int
    kept_aside: Path | None = None


def restore(source: Path, *, anyway: bool, keys: Path | None = None, erasures: Path | None = None) -> Restored:
    """Verify, put in place, hold all sending. What stood there before is kept aside. Raises BackupError.

    Readers get their keys from `keys`, or else from the newest copies beside the backup. Who was erased stays erased:
    by the list of this home, of the database that is replaced, and of `erasures`.

    Nothing is touched before the whole backup was verified. Safe to repeat after being killed: until the end a mark
    keeps Warta from starting.
    """
    home = Path(settings.HOME)
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    with _held(home):
        if not anyway and not is_unused(home):
            raise BackupError(f"{home} holds a site already; restore into another home, or say --anyway to replace it.")
        keys = keys or newest_beside(source)
        apart = Apart(keys=read_copies(keys) if keys else [], erased=_known_as_erased(erasures))
        return _restore(source, home, apart, keys_from=keys)


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


def _known_as_erased(more: Path | None) -> set[str]:
    """Everybody who was erased as far as is known here, before anything is replaced."""
    if more is not None and not more.is_file():
        raise BackupError(f"There is no file {more}.")
    try:
        known = set(listed(list_path())) | (set(listed(more)) if more else set())
    except UnreadableList as error:
        raise BackupError(f"{error} Mend it or put it aside: nobody who was erased may come back.") from error
    if database_kind() == "sqlite" and not (Path(settings.HOME) / "warta.sqlite3").exists():
        return known  # asking would make the file
    try:
        return known | in_table()
    except DatabaseError:  # what is to be replaced may be what is broken; its file of the erased was read
        return known


def _restore(source: Path, home: Path, apart: Apart, *, keys_from: Path | None) -> Restored:
    with tempfile.TemporaryDirectory(dir=home / "run", prefix="restore-") as folder:
        manifest = unpack(source, Path(folder))
        check_fits(manifest)
        restoring_mark(home).touch()
        placed = _put_in_place(Path(folder), home, manifest, apart)
        restoring_mark(home).unlink()
    missing = [name for name, check in manifest.key_checks.items() if key_checks().get(name) != check]
    return Restored(
        manifest, placed.made_unknown, missing, placed.kept_aside, placed.erased_again, keys_from,
        readers_without_key(),
    )  # fmt: skip


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


def _put_in_place(folder: Path, home: Path, manifest: Manifest, apart: Apart) -> _Placed:
    """The database is made ready before it takes its place, so that nothing of it is ever sent."""
    if database_kind() == "sqlite":
        with database_at(folder / "database.sqlite3"):
            placed = _made_ready(manifest, apart)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file that is moved
        placed = replace(placed, kept_aside=_keep_aside(home))
        (folder / "database.sqlite3").rename(home / "warta.sqlite3")
    else:
        kept_aside = _keep_aside(home)
        load_dump(folder / "database.dump")
        placed = replace(_made_ready(manifest, apart), kept_aside=kept_aside)
    _replace_media(folder / MEDIA)
    empty_store()
    empty_index()
    forget_prepared(home)
    follow_table()
    return placed


def _made_ready(manifest: Manifest, apart: Apart) -> _Placed:
    """Bring a restored database up to this code, without those who were erased since, with sending off."""
    call_command("migrate", interactive=False, verbosity=0)
    Heartbeat.objects.all().delete()  # of processes in another time
    made_unknown = hold_everything()
    _check_counts(manifest)
    put_back(copy for copy in apart.keys if copy.person not in apart.erased)
    return _Placed(made_unknown, erased_again=erase_again(apart.erased))


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
