"""Counts of feature values, by person and over all, so that the odds of a sign-in are a few look-ups away.

What is counted is exactly the sign-ins that passed and are still kept: whoever goes is counted back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from warta.readers.models import FeatureSum, OverallCount, OwnCount, SignIn
from warta.readers.sign_ins.features import FEATURES

Counted = tuple[str, str]  # feature, value


def learn(sign_ins: Iterable[SignIn]) -> None:
    """Count them in. Inside the transaction that makes them passed, and once only."""
    _count(list(sign_ins), by=1)


def unlearn(sign_ins: Iterable[SignIn]) -> None:
    """Count them back. Inside the transaction that takes them away, and once only."""
    _count(list(sign_ins), by=-1)


@transaction.atomic
def _count(sign_ins: list[SignIn], *, by: int) -> None:
    overall: Counter[Counted] = Counter()
    own: dict[int, Counter[Counted]] = {}
    for sign_in in sign_ins:
        known = [(name, getattr(sign_in, name)) for name in FEATURES if getattr(sign_in, name)]
        overall.update(dict.fromkeys(known, 1))
        own.setdefault(sign_in.person_id, Counter()).update(dict.fromkeys(known, 1))
    sums = _locked_sums()
    for person_id in sorted(own):
        _change(OwnCount, {"person_id": person_id}, own[person_id], by)
    _change_sums(sums, *_change(OverallCount, {}, overall, by))


def _locked_sums() -> dict[str, FeatureSum]:
    """Whoever counts holds these rows' locks: one after the other, so that nobody's counting is lost."""
    sums = {row.feature: row for row in FeatureSum.objects.select_for_update().order_by("feature")}
    missing = [FeatureSum(feature=name) for name in FEATURES if name not in sums]
    if not missing:
        return sums
    FeatureSum.objects.bulk_create(missing, ignore_conflicts=True)
    return {row.feature: row for row in FeatureSum.objects.select_for_update().order_by("feature")}


def _change(
    model: type[models.Model], scope: Mapping[str, Any], amounts: Counter[Counted], by: int
) -> tuple[dict[Counted, int], dict[Counted, int]]:
    """The counts before and after. A count that comes to nothing is taken out."""
    rows = model._default_manager.filter(**scope, value__in=[value for _name, value in amounts])
    before = {(row.feature, row.value): row.count for row in rows}  # type: ignore[attr-defined]
    after = {key: max(before.get(key, 0) + by * amount, 0) for key, amount in amounts.items()}
    kept = [model(**scope, feature=name, value=value, count=count) for (name, value), count in after.items() if count]
    gone = [value for (_name, value), count in after.items() if not count]
    unique = ["person_id", "feature", "value"] if scope else ["feature", "value"]
    model._default_manager.bulk_create(
        kept, update_conflicts=True, unique_fields=[name.removesuffix("_id") for name in unique],
        update_fields=["count"],
    )  # fmt: skip
    if gone:
        model._default_manager.filter(**scope, value__in=gone).delete()
    return before, after


def _change_sums(sums: dict[str, FeatureSum], before: dict[Counted, int], after: dict[Counted, int]) -> None:
    for key, count in after.items():
        was, row = before.get(key, 0), sums[key[0]]
        row.total = max(row.total + count - was, 0)
        row.distinct = max(row.distinct + bool(count) - bool(was), 0)
        row.once = max(row.once + (count == 1) - (was == 1), 0)
    FeatureSum.objects.bulk_update(sums.values(), ["total", "distinct", "once"])
