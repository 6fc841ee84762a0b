"""The file of a backup: a gzipped tar, written and read as a stream, each file with its hash."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from warta.operations.manifest import BackupError, Manifest, StoredFile, from_json, to_json

MANIFEST = "manifest.json"
MEDIA = "media"
DATABASES = ("database.sqlite3", "database.dump")
LONGEST_MANIFEST = 256 * 1024 * 1024
# Pictures are compressed already, and the database compresses well at any level.
GZIP_LEVEL = 3


class HashingReader(io.RawIOBase):
    """Passes a file on and remembers what went through."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self._digest.update(piece)
        self.count += len(piece)
        return piece

    def seen(self) -> StoredFile:
        return StoredFile(self.count, self._digest.hexdigest())


class ArchiveWriter:
    """Adds files to a tar and keeps their hashes for the manifest."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, StoredFile] = {}

    def add(self, path: Path, name: str) -> None:
        """Add a file under `name`; one that vanished since it was listed is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            status = os.fstat(source.fileno())
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = status.st_size, int(status.st_mtime), 0o600
            reader = HashingReader(source)
            self._tar.addfile(entry, reader)
        self.files[name] = reader.seen()

    def finish(self, manifest: Manifest) -> None:
        text = to_json(manifest)
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._tar.addfile(entry, io.BytesIO(text))


@contextmanager
def written_archive(target: Path) -> Iterator[ArchiveWriter]:
    """A writer whose file appears under its name only when it is whole and on the disk. For the owner alone."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with _compressed(raw) as packed, tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                yield ArchiveWriter(tar)
            raw.flush()
            os.fsync(raw.fileno())
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)


def _compressed(raw: BinaryIO) -> gzip.GzipFile:
    return gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=GZIP_LEVEL)


def unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into `folder`, verify every file, return the manifest. Raises BackupError; nothing leaves `folder`."""
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            manifest, found = _unpack_all(tar, folder)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupError(f"{source} is damaged or no backup of Warta: {error}.") from error
    if manifest is None:
        raise BackupError(f"{source} is not whole: its manifest is missing.")
    _compare(manifest, found)
    return manifest


def _unpack_all(tar: tarfile.TarFile, folder: Path) -> tuple[Manifest | None, dict[str, StoredFile]]:
    found: dict[str, StoredFile] = {}
    manifest: Manifest | None = None
    for entry in tar:
        is_manifest = entry.name == MANIFEST and entry.size <= LONGEST_MANIFEST and entry.isfile()
        if not is_manifest:
            _refuse_tricks(entry, found)
        stream = tar.extractfile(entry) or io.BytesIO()
        if is_manifest:
            manifest = from_json(stream.read())
        else:
            found[entry.name] = _unpack_one(stream, folder / entry.name)
    return manifest, found


def _refuse_tricks(entry: tarfile.TarInfo, found: dict[str, StoredFile]) -> None:
    """Only plain files, only in the places a backup has, each once."""
    path = PurePosixPath(entry.name)
    is_placed = entry.name in DATABASES or (path.parts[:1] == (MEDIA,) and len(path.parts) > 1)
    if not entry.isfile() or path.is_absolute() or ".." in path.parts or not is_placed or str(path) != entry.name:
        raise BackupError(f"The backup holds {entry.name!r}, which no backup of Warta has, so it is not to be trusted.")
    if entry.name in found:
        raise BackupError(f"The backup holds {entry.name!r} twice, so it is not to be trusted.")


def _unpack_one(stream: IO[bytes], target: Path) -> StoredFile:
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = HashingReader(stream)
    with target.open("xb") as out:
        while piece := reader.read(1024 * 1024):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return reader.seen()


def _compare(manifest: Manifest, found: dict[str, StoredFile]) -> None:
    for name in sorted(manifest.files.keys() | found.keys()):
        if manifest.files.get(name) != found.get(name):
            raise BackupError(f"{name} is not what the backup's manifest says, so nothing was restored.")
