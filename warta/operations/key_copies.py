"""Readers' keys, which a backup keeps apart from the data they open: a small file beside it, for a stated time.

A reader's data stays sealed in every old backup; only the newest copies of the keys are needed to open them all, and a
reader who was erased is in none of them any more. See docs/adr/0095.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warta.lib.clock import now
from warta.operations.manifest import BackupError
from warta.readers.models import User, VaultKey, VaultValue
from warta.readers.own_data.retention import KEY_COPIES

SUFFIX = ".keys"
KIND = "warta reader keys"
FORMAT = 1
AT_ONCE = 1000
TABLE = VaultKey._meta.db_table
ROWS = (
    f'SELECT p.public_id, k.master, k.wrapped FROM "{TABLE}" k '  # noqa: S608 (names of our own models)
    f'JOIN "{User._meta.db_table}" p ON p.id = k.person_id'
)


@dataclass(frozen=True)
class KeyCopy:
    """A reader's key as it stands in the database: wrapped by the master key of that name."""

    person: str
    master: str
    wrapped: bytes


def beside(backup: Path) -> Path:
    """Where the copies that belong to a backup stand."""
    return backup.with_name(backup.name + SUFFIX)


def write_copies(target: Path, copies: Iterable[KeyCopy]) -> None:
    """A file for the owner alone that appears only when it is whole. Raises OSError."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    digest = hashlib.sha256()
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for line in _lines(copies):
                digest.update(line)
                file.write(line)
            file.write(json.dumps({"sha256": digest.hexdigest()}).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)


def read_copies(path: Path) -> list[KeyCopy]:
    """Raises BackupError for a file that is not whole or no such file, OSError."""
    *lines, last = path.read_bytes().splitlines(keepends=True) or [b""]
    try:
        if json.loads(last)["sha256"] != hashlib.sha256(b"".join(lines)).hexdigest():
            raise BackupError(f"{path} is not whole, so no key was taken from it.")
        _made_at(lines[0])
        return [_copy_of(json.loads(line)) for line in lines[1:]]
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise BackupError(f"{path} holds no copies of readers' keys.") from error


def newest_beside(backup: Path) -> Path | None:
    """The newest copies in a backup's folder: they open every older backup, too."""
    found = {path: made_at for path in backup.parent.glob("*" + SUFFIX) if (made_at := _age_of(path))}
    return max(found, key=lambda path: found[path], default=None)


def forget_old_copies(folder: Path) -> list[Path]:
    """Delete copies of readers' keys that are older than they may be. Nothing else is touched. Safe to repeat."""
    oldest = now() - KEY_COPIES.period
    old = [path for path in folder.glob("*" + SUFFIX) if (made_at := _age_of(path)) and made_at < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def put_back(copies: Iterable[KeyCopy]) -> int:
    """Give the readers in the database their keys; whom it does not have is passed over. How many. Safe to repeat."""
    by_person = {copy.person: copy for copy in copies}
    names, count = sorted(by_person), 0
    for start in range(0, len(names), AT_ONCE):
        people = User.objects.filter(public_id__in=names[start : start + AT_ONCE], vault_key=None)
        rows = [
            VaultKey(person_id=pk, master=by_person[name].master, wrapped=by_person[name].wrapped)
            for pk, name in people.values_list("pk", "public_id")
        ]
        count += len(VaultKey.objects.bulk_create(rows))
    return count


def readers_without_key() -> int:
    """How many have sealed data that nothing here opens."""
    return VaultValue.objects.filter(person__vault_key=None).values("person").distinct().count()


def _lines(copies: Iterable[KeyCopy]) -> Iterator[bytes]:
    head = {"kind": KIND, "format": FORMAT, "made_at": now().isoformat(timespec="seconds")}
    yield json.dumps(head).encode() + b"\n"
    for copy in copies:
        wrapped = base64.b64encode(copy.wrapped).decode("ascii")
        yield json.dumps({"person": copy.person, "master": copy.master, "wrapped": wrapped}).encode() + b"\n"


def _copy_of(said: dict[str, str]) -> KeyCopy:
    return KeyCopy(str(said["person"]), str(said["master"]), base64.b64decode(said["wrapped"], validate=True))


def _made_at(line: bytes) -> datetime:
    head = json.loads(line)
    if head["kind"] != KIND or head["format"] > FORMAT:
        raise ValueError(head["kind"])
    return datetime.fromisoformat(head["made_at"])


def _age_of(path: Path) -> datetime | None:
    """When such a file was made; None for any other file."""
    try:
        with path.open("rb") as file:
            return _made_at(file.readline(1000))
    except (OSError, ValueError, KeyError, TypeError):
        return None
