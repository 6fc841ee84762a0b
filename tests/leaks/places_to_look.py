"""Everything an installation leaves on a disk, unpacked: files, archives, pressed pages, rows of the database."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import brotli

KEYS = "keys"  # what opens the vault; no backup holds it, and nothing personal is in it


def texts_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(where, what stands there): each plain file as it is, and unpacked where it is packed."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.relative_to(folder).parts[0] == KEYS:
            continue
        content = path.read_bytes()
        yield str(path.relative_to(folder)), content
        yield from _unpacked(path, content)


def _unpacked(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    if tarfile.is_tarfile(path):
        yield from _of_tar(path)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from ((f"{path.name}:{name}", archive.read(name)) for name in archive.namelist())
    elif path.suffix == ".eml":
        for part in message_from_bytes(content).walk():
            payload = part.get_payload(decode=True)
            yield f"{path.name}, a part", payload if isinstance(payload, bytes) else b""
    elif path.suffix == ".gz":
        yield f"{path.name}, unpacked", gzip.decompress(content)
    elif path.suffix == ".br":
        yield f"{path.name}, unpacked", brotli.decompress(content)


def _of_tar(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if inner := archive.extractfile(member):
                yield f"{path.name}:{member.name}", inner.read()


def rows_of_postgres(address: str) -> Iterator[tuple[str, bytes]]:
    """Each table of a PostgreSQL database as a dump writes it, and its binary columns as they are."""
    import psycopg

    with psycopg.connect(address) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
            yield name, repr(rows).encode()
            yield name, b"\n".join(value for row in rows for value in row if isinstance(value, bytes))
