"""Secrets that the operator did not set: made once, kept under the state folder, readable by the owner alone."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def kept_secret(home: Path, name: str) -> str:
    """The secret `name` of this installation; made on first use. Safe to call from several processes at once."""
    path = home / "keys" / name
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return _make(path, name)


def _make(path: Path, name: str) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    value = secrets.token_urlsafe(48)
    if name == "vault-keys":
        value = "k1:" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    fresh = path.with_name(f"{name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as handle:
        handle.write(value + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(fresh, path)  # fails when another process was first, whose secret then counts
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii").strip()
