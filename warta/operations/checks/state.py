"""The state folder: can it be written, is there room, are the keys there and for the owner alone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from warta.operations.checks.findings import Finding, warning, wrong
from warta.operations.queries import free_bytes, is_writable

MEGABYTE = 1024 * 1024
TOO_LITTLE_BYTES = 100 * MEGABYTE  # a picture upload and the write-ahead log must still fit
LITTLE_BYTES = 1024 * MEGABYTE


def folders_take_writes(folders: Sequence[Path]) -> Iterator[Finding]:
    for folder in folders:
        if not is_writable(folder):
            yield wrong(
                f"{folder} can't be written to.",
                f"Give it to the account that runs Warta (uid {os.geteuid()}), or make room on its disk.",
            )


def disk_has_room(home: Path) -> Iterator[Finding]:
    free = free_bytes(home)
    left = f"Only {free // MEGABYTE} MB are left on the disk that holds {home}."
    if free < TOO_LITTLE_BYTES:
        yield wrong(left, "Make room now: articles can't be saved on a full disk.")
    elif free < LITTLE_BYTES:
        yield warning(left, "Make room, or move WARTA_HOME to a larger disk.")


def keys_are_kept(home: Path, *, given: frozenset[str]) -> Iterator[Finding]:
    """`given` are the keys that the environment supplies, which need no file."""
    for name in sorted({"secret-key", "vault-keys"} - given):
        path = home / "keys" / name
        if not path.exists():
            yield wrong(f"The key {path} is missing.", "Bring it back from `warta keys export` or your copy of it.")
    yield from _modes(home / "keys")


def _modes(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        return
    for path in (folder, *sorted(folder.iterdir())):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            wanted = "700" if path.is_dir() else "600"
            yield wrong(f"{path} can be read by others (mode {mode:o}).", f"chmod {wanted} {path}")
