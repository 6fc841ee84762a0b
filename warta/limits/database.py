"""Counts in the database: rows moved in one order, each by a conditional upsert, in short transactions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from warta.lib.limits import Limit
from warta.lib.limits import take as taken_of
from warta.limits.models import Allowance

Wanted = Sequence[tuple[str, Limit]]

# The arithmetic of warta.lib.limits.take, in one statement: one question to the database instead of three.
TAKE = """
INSERT INTO limits_allowance (key, used_until, closed_until) VALUES (%s, %s, 0)
ON CONFLICT (key) DO UPDATE
SET used_until = CASE WHEN limits_allowance.used_until <= %s THEN %s ELSE limits_allowance.used_until + %s END
WHERE limits_allowance.used_until <= %s AND limits_allowance.closed_until <= %s
"""


def take(wanted: Wanted, moment: int) -> int:
    """Microseconds to wait, or 0 when all were taken."""
    while True:
        # Most refusals are found here, without a write lock that others would queue for.
        wait = wait_of(wanted, moment)
        if wait:
            return wait
        if _take_together(wanted, moment):
            return 0


def wait_of(wanted: Wanted, moment: int) -> int:
    rows = _rows([key for key, _ in wanted])
    return max((_wait(rows.get(key), limit, moment) for key, limit in wanted), default=0)


def close_until(key: str, until: int) -> None:
    Allowance.objects.bulk_create([Allowance(key=key)], ignore_conflicts=True)
    Allowance.objects.filter(key=key, closed_until__lt=until).update(closed_until=until)


def forget(*, before: int) -> int:
    return Allowance.objects.filter(used_until__lt=before, closed_until__lt=before).delete()[0]


def _take_together(wanted: Wanted, moment: int) -> bool:
    """Whether every key could be moved; if one could not, none is. In one order, so that nobody locks another out."""
    with transaction.atomic(), connection.cursor() as cursor:
        for key, limit in sorted(wanted, key=lambda pair: pair[0]):
            cursor.execute(TAKE, _values(key, limit, moment))
            if cursor.rowcount != 1:
                transaction.set_rollback(True)
                return False
    return True


def _values(key: str, limit: Limit, moment: int) -> list[str | int]:
    fresh, latest = moment + limit.interval, moment + (limit.burst - 1) * limit.interval
    return [key, fresh, moment, fresh, limit.interval, latest, moment]


def _rows(keys: list[str]) -> dict[str, Allowance]:
    return {row.key: row for row in Allowance.objects.filter(key__in=keys)}


def _wait(row: Allowance | None, limit: Limit, moment: int) -> int:
    if row is None:
        return 0
    return max(taken_of(limit, used_until=row.used_until, now=moment).wait, row.closed_until - moment, 0)
