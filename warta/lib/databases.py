"""From one address to Django's database settings: SQLite by default, PostgreSQL where one is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from warta.lib.env import WrongSetting

# FULL loses nothing that was committed, even when the power fails; NORMAL would be four times faster at
# small writes and could lose the last moments. See docs/operations.md.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"  # what is erased is overwritten, not left lying in free space
    "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-8000;"
)
SQLITE_BUSY_SECONDS = 20
SQLITE_ENGINE = "warta.project.sqlite3"  # Django's, but writers wait in line


def database_settings(address: str, *, home: Path, seconds_kept: int | None = None) -> dict[str, Any]:
    """Django's entry for one database. An empty address means SQLite in the state folder.

    `seconds_kept` is how long a connection lives (None: as long as its thread). Raises WrongSetting.
    """
    if not address:
        return _sqlite(home / "warta.sqlite3")
    try:
        parts = urlsplit(address)
    except ValueError:
        raise WrongSetting(
            "WARTA_DATABASE_URL", "is no address; brackets in a password are written %5B and %5D."
        ) from None
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongSetting(
            "WARTA_DATABASE_URL", "must begin with postgres:// or sqlite:///; leave it empty for SQLite in WARTA_HOME."
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise WrongSetting("WARTA_DATABASE_URL", "names no database; write postgres://user:password@host/database.")
    try:
        port = parts.port or 5432
    except ValueError:
        raise WrongSetting("WARTA_DATABASE_URL", "has a port that is no number.") from None
    options = _known_options(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": seconds_kept,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5, **options},
    }


def _known_options(query: str) -> dict[str, str]:
    """What stands behind the question mark, as far as PostgreSQL's library knows it. Raises WrongSetting."""
    from psycopg.pq import Conninfo

    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = options.keys() - {option.keyword.decode() for option in Conninfo.get_defaults()}
    if unknown:
        raise WrongSetting(
            "WARTA_DATABASE_URL", f"has an option that PostgreSQL doesn't know: {', '.join(sorted(unknown))}."
        )
    return options


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": SQLITE_ENGINE,
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_BUSY_SECONDS,
            "init_command": SQLITE_PRAGMAS,
        },
    }
