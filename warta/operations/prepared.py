"""Whether a site was prepared by this code with these settings, told without Django: the fast way to a start."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

# The supervisor's own, another at each start; and what nothing that is prepared depends on, which `up` checks itself.
OF_ONE_RUN = {"WARTA_SUPERVISOR", "WARTA_LIFELINE"}
CHECKED_AT_START = {"WARTA_HOME", "WARTA_HOST", "WARTA_PORT", "WARTA_SITE_URL", "WARTA_WEB_PROCESSES"}
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Prepared:
    """What `warta prepare` left behind for the supervisor to say."""

    fingerprint: str
    version: str
    sign_in: str = ""
    hint: str = ""


def fingerprint(home: Path, variables: Mapping[str, str], *, demo: bool) -> str:
    """A digest of everything that preparing depends on; another one means: prepare again."""
    digest = hashlib.blake2b(digest_size=16)
    for part in (*_settings(variables), *_code(), _database(home), str(demo)):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def _settings(variables: Mapping[str, str]) -> Iterator[str]:
    for name, value in sorted(variables.items()):
        if name.startswith("WARTA_") and name not in OF_ONE_RUN | CHECKED_AT_START:
            yield f"{name}={value}"


def _code() -> Iterator[str]:
    """Our migrations, and the moment packages were last installed, which may bring others."""
    yield from (f"{path}:{path.stat().st_mtime_ns}" for path in sorted(PACKAGE.glob("*/migrations/*.py")))
    for package in ("django", "wagtail"):
        found = importlib.util.find_spec(package)
        if found and found.origin:
            yield f"{package}:{Path(found.origin).parent.parent.stat().st_mtime_ns}"


def _database(home: Path) -> str:
    """The SQLite file by its identity: another file (restored, removed) needs preparing."""
    try:
        return str((home / "warta.sqlite3").stat().st_ino)
    except FileNotFoundError:
        return "none"


def read_prepared(home: Path) -> Prepared | None:
    try:
        return Prepared(**json.loads((home / "run" / "prepared.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_prepared(home: Path, prepared: Prepared) -> None:
    """Leave word for the next start. Safe to repeat."""
    path = home / "run" / "prepared.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.write_text(json.dumps(asdict(prepared)), encoding="utf-8")
    fresh.replace(path)


def forget_prepared(home: Path) -> None:
    (home / "run" / "prepared.json").unlink(missing_ok=True)


RESTORING = "A restore into this home was broken off: run `warta restore FILE --anyway` again before anything else."


def restoring_mark(home: Path) -> Path:
    """Stands while a restore is under way; Warta does not start beside it."""
    return home / "run" / "restoring"
