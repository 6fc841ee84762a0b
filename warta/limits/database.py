"""Counts in the database: rows locked in one order, moved by conditional update, in short transactions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from warta.lib.limits import Limit
from warta.lib.limits import take as taken_of
from warta.limits.models import Allowance

Wanted = Sequence[tuple[str, Limit]]


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
    """Whether every key could be moved; if one could not, or changed meanwhile, none is."""
    limits = dict(sorted(wanted, key=lambda pair: pair[0]))
    with transaction.atomic():
        Allowance.objects.bulk_create([Allowance(key=key) for key in limits], ignore_conflicts=True)
        locked = Allowance.objects.select_for_update().filter(key__in=limits).order_by("key")
        rows = {row.key: row for row in locked}
        if any(_wait(rows.get(key), limit, moment) for key, limit in limits.items()):
            return False
        for key, limit in limits.items():
            before = rows[key].used_until if key in rows else 0
            after = taken_of(limit, used_until=before, now=moment).used_until
            unchanged = Q(key=key, used_until=before, closed_until__lte=moment)
            if Allowance.objects.filter(unchanged).update(used_until=after) != 1:
                transaction.set_rollback(True)
                return False
    return True


def _rows(keys: list[str]) -> dict[str, Allowance]:
    return {row.key: row for row in Allowance.objects.filter(key__in=keys)}


def _wait(row: Allowance | None, limit: Limit, moment: int) -> int:
    if row is None:
        return 0
    return max(taken_of(limit, used_until=row.used_until, now=moment).wait, row.closed_until - moment, 0)
