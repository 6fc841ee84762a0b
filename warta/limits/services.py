"""The one rate limiter. Counts live in Valkey where one is set, else in the database; both work across processes.

Call it outside a transaction: what it takes is taken whether or not the caller's own work succeeds.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from warta.lib.clock import now
from warta.lib.limits import MICROSECONDS, Limit
from warta.limits import database, valkey


def take(key: str, limit: Limit) -> float:
    """Take one. Returns the seconds to wait before asking again; 0 means granted."""
    return take_all([(key, limit)])


def take_all(wanted: Iterable[tuple[str, Limit]]) -> float:
    """Take one of each key, or none at all. Returns the longest wait in seconds; 0 means all granted.

    A key has one limit; raises ValueError when one is named twice.
    """
    named = _named(wanted)
    moment = _moment()
    wait = valkey.take(named, moment)
    return (database.take(named, moment) if wait is None else wait) / MICROSECONDS


def wait_of(wanted: Iterable[tuple[str, Limit]]) -> float:
    """The seconds that `take_all` would answer now, without taking anything."""
    named = _named(wanted)
    moment = _moment()
    wait = valkey.wait_of(named, moment)
    return (database.wait_of(named, moment) if wait is None else wait) / MICROSECONDS


def push_back(key: str, seconds: float) -> None:
    """Grant nothing of this key for `seconds`: the other side said so. Never shortens; safe to repeat."""
    until = _moment() + int(seconds * MICROSECONDS)
    if not valkey.close_until(stored_key(key), until):
        database.close_until(stored_key(key), until)


def forget_unused() -> int:
    """Delete what has been whole again for a day, so that the table stays small. Safe to repeat. Returns how many."""
    return database.forget(before=_moment() - 86_400 * MICROSECONDS)


def stored_key(key: str) -> str:
    """What is kept in place of a key. Keyed, so that an address can't be found by trying them all."""
    secret = settings.SECRET_KEY.encode("utf-8")
    return hmac.new(secret, b"warta limits\0" + key.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def _named(wanted: Iterable[tuple[str, Limit]]) -> list[tuple[str, Limit]]:
    named = [(stored_key(key), limit) for key, limit in wanted]
    if len({key for key, _ in named}) < len(named):
        raise ValueError("a key was named twice")
    return named


def _moment() -> int:
    return int(now().timestamp() * MICROSECONDS)
