"""Secrets that the operator did not set: made once, kept under the state folder, readable by the owner alone."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path

from warta.lib.env import WrongSetting
from warta.lib.ids import opaque_id


def kept_secret(home: Path, name: str) -> str:
    """The secret `name` of this installation; made on first use. Safe to call from several processes at once."""
    path = home / "keys" / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    except OSError as error:
        raise WrongSetting("WARTA_HOME", f"holds {path}, which can't be read: {error.strerror}.") from error
    try:
        return _make(path, name)
    except OSError as error:
        raise WrongSetting(
            "WARTA_HOME", f"is {home}, which can't be written to: {error.strerror}; choose another folder."
        ) from error


def _make(path: Path, name: str) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = _fresh(name)
    fresh = path.with_name(f"{name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)  # of a process that died here and had our number
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(value + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()


def _fresh(name: str) -> str:
    if name == "vault-keys":
        return "k1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    if name == "demo-editor":  # a password, typed by a person: four groups of four, 80 bits
        return "-".join(opaque_id(4) for _ in range(4))
    return secrets.token_urlsafe(48)
