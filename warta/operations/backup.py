"""`warta backup`: everything but the keys and what can be made again, in one file, while Warta runs.

The readers' own keys go into a small file beside it, which does not live as long.
"""

from __future__ import annotations

import hmac
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from warta.lib.clock import now
from warta.operations.archive import MEDIA, written_archive
from warta.operations.key_copies import beside, forget_old_copies, write_copies
from warta.operations.manifest import BackupError, Manifest
from warta.operations.snapshot import database_kind, take_snapshot


def back_up(target: Path) -> Manifest:
    """Write the backup and return its manifest. A failure leaves no backup. Raises BackupError or OSError.

    Copies of readers' keys that are too old go from the target's folder.
    """
    for path in (target, beside(target)):
        if path.exists():
            raise BackupError(f"{path} exists already; choose another name.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}; make it first.")
    # Beside the target: where the backup has room, its copy of the database has, too.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".warta-backup-") as folder:
        # The database first: every file that it names was there before it was copied.
        snapshot = take_snapshot(Path(folder))
        kept_apart = Path(folder) / "keys"
        write_copies(kept_apart, snapshot.keys)
        with written_archive(target) as archive:
            archive.add(snapshot.file, snapshot.name)
            for path, name in media_files(Path(settings.MEDIA_ROOT)):
                archive.add(path, name)
            manifest = Manifest(
                version=version("warta"),
                made_at=now().isoformat(timespec="seconds"),
                database=database_kind(),
                migrations=snapshot.migrations,
                counts=snapshot.counts,
                key_checks=key_checks(),
                files=archive.files,
            )
            archive.finish(manifest)
        kept_apart.rename(beside(target))
    forget_old_copies(target.parent)
    return manifest


def media_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every plain file below the media folder, with its name in the archive."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path, f"{MEDIA}/{path.relative_to(root).as_posix()}"


def key_checks() -> dict[str, str]:
    """For each master key a value that tells it from others and gives nothing of it away."""
    return {
        name: hmac.digest(key, b"warta backup: which key is this", "sha256").hex()[:16]
        for name, key in settings.VAULT_KEYS.keys.items()
    }
