"""What a backup says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1


class BackupError(Exception):
    """Why a backup can't be made or brought back: one sentence for the operator."""


@dataclass(frozen=True)
class StoredFile:
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`files` by their name in the archive; `counts` by table; `key_checks` tell keys apart without telling them."""

    version: str
    made_at: str
    database: str
    migrations: list[str]
    counts: dict[str, int]
    key_checks: dict[str, str]
    files: dict[str, StoredFile] = field(default_factory=dict)
    format: int = FORMAT


def to_json(manifest: Manifest) -> bytes:
    return json.dumps(asdict(manifest), indent=1, sort_keys=True).encode()


def from_json(text: bytes) -> Manifest:
    """Raises BackupError for what is no manifest, or one of a later format."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said["format"] > FORMAT:
            raise BackupError(f"This backup was made by a newer Warta ({said['version']}): install that one first.")
        files = {str(name): StoredFile(int(f["bytes"]), str(f["sha256"])) for name, f in said.pop("files").items()}
        return Manifest(files=files, **said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupError("The manifest of this backup can't be read, so it is not to be trusted.") from error
