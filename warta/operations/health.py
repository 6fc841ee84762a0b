"""Whether this process can serve: the database answers and fits the code, and the state folder takes writes."""

from __future__ import annotations

import logging
import time

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from warta.operations.queries import is_writable, unapplied_migrations
from warta.operations.troubles import sentence_for

log = logging.getLogger(__name__)

# Comparing migrations reads all their files; once they were all there, a look a minute is enough.
MIGRATIONS_HOLD_SECONDS = 60.0
_migrated_until = 0.0


def reasons_not_ready() -> list[str]:
    """A sentence for each thing that is missing; empty when this process is ready."""
    reasons = [*_database_reasons()]
    if not is_writable(settings.PRESS_ROOT):
        reasons.append("The press store can't be written to: see `warta doctor`.")
    return reasons


def _database_reasons() -> list[str]:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return _migration_reasons()
    except (DatabaseError, InterfaceError) as error:
        connection.close()
        log.warning("the database failed the readiness check", extra={"trouble": sentence_for(error)[0]})
        return ["The database doesn't answer: see `warta doctor`."]  # details name hosts, and anyone may ask


def _migration_reasons() -> list[str]:
    global _migrated_until
    if time.monotonic() < _migrated_until:
        return []
    missing = unapplied_migrations()
    if missing:
        return [f"The database lacks {len(missing)} migrations of this version: run `warta prepare`."]
    _migrated_until = time.monotonic() + MIGRATIONS_HOLD_SECONDS
    return []
