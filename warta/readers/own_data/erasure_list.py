"""The list of the erased that stands outside the database, so that restoring an older one brings nobody back.

Opaque ids and times, one JSON line each, only ever added to: `WARTA_HOME/witness/erasures.jsonl`. The table `Erasure`
is the truth; the file follows it.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from warta.lib.ids import ALPHABET, OPAQUE_LENGTH
from warta.readers.models import Erasure

LONGEST_LINE = 4096  # bytes, far above what a line has


class UnreadableList(Exception):
    """A line is no line of such a list; the message says which."""


def list_path() -> Path:
    return Path(settings.HOME) / "witness" / "erasures.jsonl"


def listed(path: Path) -> dict[str, str]:
    """Ids and times in a list; nothing where there is no file. Raises UnreadableList, OSError.

    A torn last line is passed over: its person is in the table still.
    """
    if not path.exists():
        return {}
    *lines, torn = path.read_text(encoding="ascii", errors="replace").split("\n")
    found = dict(_parsed(line, number, path) for number, line in enumerate(lines, start=1) if line)
    with suppress(UnreadableList):
        found |= dict([_parsed(torn, len(lines) + 1, path)]) if torn else {}
    return found


def follow_table() -> int:
    """Add to the file whom the table has and the file has not. How many. Safe to repeat, from several processes too."""
    path = list_path()
    there = listed(path)
    missing = [row for row in Erasure.objects.order_by("at") if row.public_id not in there]
    if missing:
        _append(path, [{"at": row.at.isoformat(timespec="seconds"), "id": row.public_id} for row in missing])
    return len(missing)


def in_table() -> set[str]:
    """Whom the configured database knows as erased; nobody where it has no such table yet."""
    with connection.cursor() as cursor:
        if Erasure._meta.db_table not in connection.introspection.table_names(cursor):
            return set()
    return set(Erasure.objects.values_list("public_id", flat=True))


def _append(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = "".join(json.dumps(row) + "\n" for row in rows)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        _cut_torn_line(descriptor)
        os.write(descriptor, text.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut_torn_line(descriptor: int) -> None:
    """What a full disk or a lost power left of a line: the table has it whole, so that it is written anew."""
    tail = os.pread(descriptor, LONGEST_LINE, max(os.fstat(descriptor).st_size - LONGEST_LINE, 0))
    if tail and not tail.endswith(b"\n"):
        os.ftruncate(descriptor, os.fstat(descriptor).st_size - len(tail.rpartition(b"\n")[2]))


def _parsed(line: str, number: int, path: Path) -> tuple[str, str]:
    try:
        said = json.loads(line)
        public_id, at = str(said["id"]), str(said["at"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableList(f"Line {number} of {path} is no line of a list of erasures.") from error
    if len(public_id) != OPAQUE_LENGTH or set(public_id) - set(ALPHABET):
        raise UnreadableList(f"Line {number} of {path} names nobody's id.")
    return public_id, at
