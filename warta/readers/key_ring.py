"""The master keys in use. Kept in a file of the state folder unless the operator gives them by the environment.

The file is looked at again at each use, so that after a rotation every running process wraps with the new key.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from warta.lib.crypto import MasterKeys, master_keys, master_keys_text, new_key


class KeysElsewhere(Exception):
    """The keys come from the environment, so Warta can't change them."""


def ring() -> MasterKeys:
    """Raises OSError when the file is gone, WrongSetting when it is damaged."""
    path: Path | None = settings.VAULT_KEYS_FILE
    if path is None:
        return settings.VAULT_KEYS
    state = path.stat()
    return _read(path, (state.st_ino, state.st_mtime_ns))


def add_master_key() -> str:
    """Put a new key in front of the ring, and return its name. Raises KeysElsewhere."""
    path = _file_of_ours()
    with _alone(path):
        keys = ring().keys
        name = next(name for number in range(1, 10_000) if (name := f"k{number}") not in keys)
        _replace(path, [(name, new_key()), *keys.items()])
    return name


def drop_master_key(name: str) -> None:
    """Take a key out of the ring; what it alone opens is lost. Raises KeysElsewhere, LookupError for an unknown one."""
    path = _file_of_ours()
    with _alone(path):
        keys = dict(ring().keys)
        if name not in keys:
            raise LookupError(_("There is no key named %(name)s in the ring.") % {"name": name})
        del keys[name]
        _replace(path, list(keys.items()))


def write_secret(path: Path, text: str) -> None:
    """A file that only its owner reads, on disk when this returns. Raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())


@lru_cache(maxsize=1)
def _read(path: Path, _state: tuple[int, int]) -> MasterKeys:
    return master_keys(path.read_text(encoding="ascii").strip())


def _file_of_ours() -> Path:
    path: Path | None = settings.VAULT_KEYS_FILE
    if path is None:
        raise KeysElsewhere(_("The keys come from WARTA_VAULT_KEYS; change them there, as docs/operations.md says."))
    return path


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time changes the ring; the lock of a killed one is gone with it."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(path: Path, keys: list[tuple[str, bytes]]) -> None:
    """Write beside the ring and switch, so that whoever reads finds the old one or the new one, whole."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)  # of a change that was broken off
    write_secret(new, master_keys_text(keys))
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # before a row is wrapped with a key, the key is on disk for good
    finally:
        os.close(folder)
