"""Known troubles in one sentence: a database that is away, locked or not prepared, a disk that is full."""

from __future__ import annotations

import errno

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

from warta.lib.logs import redacted
from warta.operations.children import NOT_PREPARED, WRONG_SETTING

FAILED = 1
MISSING_TABLE = ("no such table", "no such column", "does not exist")


def sentence_for(error: BaseException) -> tuple[str, int]:
    """The sentence and the exit code; "" when the error is none of these."""
    if isinstance(error, (DatabaseError, InterfaceError)):
        return _about_database(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full: make room and do it again; nothing half-written was kept.", FAILED
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return "The state folder can't be written to: its file system is read-only.", FAILED
    if isinstance(error, ImproperlyConfigured):
        return redacted(str(error)), WRONG_SETTING
    return "", FAILED


def _about_database(error: Exception) -> tuple[str, int]:
    words = first_line(error)
    lowered = words.lower()
    if any(phrase in lowered for phrase in MISSING_TABLE):
        return "The database isn't prepared for this version: run `warta prepare`.", NOT_PREPARED
    if "locked" in lowered:
        return "The database is locked by another program for too long: end that program, then try again.", FAILED
    if "full" in lowered or "no space" in lowered:
        return "The database can't grow, since the disk is full: make room and do it again.", FAILED
    if "readonly" in lowered or "read-only" in lowered:
        return "The database can't be written to: check who owns its file and folder.", FAILED
    if isinstance(error, (OperationalError, InterfaceError)):
        return f"The database doesn't answer ({words}); check that it runs and WARTA_DATABASE_URL.", FAILED
    return "", FAILED


def first_line(error: BaseException) -> str:
    """The error's first line, with nothing secret in it."""
    lines = str(error).strip().splitlines()
    return redacted(lines[0]) if lines else type(error).__name__
