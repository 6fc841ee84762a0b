from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from warta.operations.archive import unpack, written_archive
from warta.operations.manifest import BackupError, Manifest
from warta.operations.restore import check_fits
from warta.operations.snapshot import database_kind

Change = Callable[[str, bytes], tuple[str, bytes] | None]


def a_manifest(**fields: object) -> Manifest:
    known: dict[str, object] = {
        "version": "0.1.0", "made_at": "2026-11-22T11:00:00+00:00", "database": "sqlite", "migrations": [],
        "counts": {}, "key_checks": {},
    }  # fmt: skip
    return Manifest(**{**known, **fields})  # type: ignore[arg-type]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    (tmp_path / "foto").write_bytes(b"picture")
    (tmp_path / "data").write_bytes(b"rows" * 10_000)
    with written_archive(tmp_path / "warta.tar.gz") as archive:
        archive.add(tmp_path / "data", "database.sqlite3")
        archive.add(tmp_path / "foto", "media/foto.jpg")
        archive.finish(a_manifest(files=archive.files))
    return tmp_path / "warta.tar.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "unpacked").mkdir()
    return tmp_path / "unpacked"


def rewritten(backup: Path, change: Change) -> Path:
    """The backup with some of its files changed or left out."""
    target = backup.with_name("forged.tar.gz")
    with tarfile.open(backup) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            content = (old.extractfile(entry) or io.BytesIO()).read()
            if changed := change(entry.name, content):
                fresh = tarfile.TarInfo(changed[0])
                fresh.size = len(changed[1])
                new.addfile(fresh, io.BytesIO(changed[1]))
    return target


def test_what_was_packed_is_unpacked(backup: Path, folder: Path) -> None:
    manifest = unpack(backup, folder)
    assert (folder / "media" / "foto.jpg").read_bytes() == b"picture"
    assert manifest.files["media/foto.jpg"].bytes == 7


def test_a_file_that_vanishes_while_packing_is_left_out(tmp_path: Path, folder: Path) -> None:
    with written_archive(tmp_path / "warta.tar.gz") as archive:
        archive.add(tmp_path / "gone", "media/gone.jpg")
        archive.finish(a_manifest(files=archive.files))
    assert unpack(tmp_path / "warta.tar.gz", folder).files == {}


def test_a_failure_while_packing_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), written_archive(tmp_path / "warta.tar.gz"):
        raise RuntimeError("no more")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../escape", "/tmp/escape", "media/../../escape", "media//x", "keys/secret-key", "media", "press/x"]
)
def test_a_file_out_of_place_is_refused(backup: Path, folder: Path, name: str) -> None:
    forged = rewritten(backup, lambda old, content: (name if old == "media/foto.jpg" else old, content))
    with pytest.raises(BackupError, match="not to be trusted"):
        unpack(forged, folder)
    assert not (folder.parent / "escape").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE])
def test_what_is_no_plain_file_is_refused(folder: Path, kind: bytes) -> None:
    forged = folder.parent / "forged.tar.gz"
    with tarfile.open(forged, "w:gz") as tar:
        entry = tarfile.TarInfo("media/link")
        entry.type, entry.linkname = kind, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(BackupError, match="not to be trusted"):
        unpack(forged, folder)


def test_the_same_name_twice_is_refused(backup: Path, folder: Path) -> None:
    forged = rewritten(backup, lambda name, content: ("database.sqlite3" if "foto" in name else name, content))
    with pytest.raises(BackupError, match="twice"):
        unpack(forged, folder)


def test_a_changed_file_is_found_out(backup: Path, folder: Path) -> None:
    forged = rewritten(backup, lambda name, content: (name, b"other" if "foto" in name else content))
    with pytest.raises(BackupError, match="is not what the backup's manifest says"):
        unpack(forged, folder)


def test_a_missing_file_is_found_out(backup: Path, folder: Path) -> None:
    forged = rewritten(backup, lambda name, content: None if "foto" in name else (name, content))
    with pytest.raises(BackupError, match=r"media/foto\.jpg is not what"):
        unpack(forged, folder)


def test_a_backup_without_manifest_is_refused(backup: Path, folder: Path) -> None:
    forged = rewritten(backup, lambda name, content: None if name == "manifest.json" else (name, content))
    with pytest.raises(BackupError, match="manifest is missing"):
        unpack(forged, folder)


def test_half_a_backup_is_refused(backup: Path, folder: Path) -> None:
    half = backup.with_name("half.tar.gz")
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    with pytest.raises(BackupError, match=r"damaged|not whole"):
        unpack(half, folder)


def test_what_is_no_archive_is_refused(folder: Path) -> None:
    (folder.parent / "letter.txt").write_text("Dear editor")
    with pytest.raises(BackupError, match="no backup of Warta"):
        unpack(folder.parent / "letter.txt", folder)


def test_a_later_format_is_refused(backup: Path, folder: Path) -> None:
    def later(name: str, content: bytes) -> tuple[str, bytes]:
        return name, json.dumps({**json.loads(content), "format": 2}).encode() if "manifest" in name else content

    with pytest.raises(BackupError, match="newer Warta"):
        unpack(rewritten(backup, later), folder)


def test_a_backup_with_migrations_unknown_here_is_refused() -> None:
    manifest = a_manifest(database=database_kind(), migrations=["articles.9999_from_the_future"])
    with pytest.raises(BackupError, match="newer than this one"):
        check_fits(manifest)


def test_a_backup_of_the_other_database_is_refused() -> None:
    other = "postgresql" if database_kind() == "sqlite" else "sqlite"
    with pytest.raises(BackupError, match=f"restore it where that is {other}"):
        check_fits(a_manifest(database=other))
