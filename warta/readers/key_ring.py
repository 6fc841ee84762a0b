"""The master keys in use. Kept in a file of the state folder unless the operator gives them by the environment.

The file is looked at again at each use, so that after a rotation every running process wraps with the new key.
"""

from __future__ import annotations

import os
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
    """Put a new key in front of the ring, and return its name. Raises KeysElsewhere, or FileExistsError while another
    process is at it."""
    path: Path | None = settings.VAULT_KEYS_FILE
    if path is None:
        raise KeysElsewhere(
            _("The keys come from WARTA_VAULT_KEYS: put a new name:key pair in front there, restart, and rotate again.")
        )
    keys = ring().keys
    name = next(name for number in range(1, 10_000) if (name := f"k{number}") not in keys)
    write_secret(path.with_suffix(".new"), master_keys_text([(name, new_key()), *keys.items()]))
    path.with_suffix(".new").replace(path)
    return name


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
