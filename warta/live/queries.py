"""Which notices are held."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from warta.live.models import Notice
from warta.live.notices import Told

MOST_AT_ONCE = 1000


def notices_held(most: int) -> list[Told]:
    """The newest `most`, in the order of their numbers."""
    return _told(Notice.objects.order_by("-pk")[:most])[::-1]


def notices_after(number: int, *, or_of: Sequence[int]) -> list[Told]:
    """Those above `number`, and those of `or_of` that are there by now; a thousand at the most."""
    wanted = Q(pk__gt=number) | Q(pk__in=or_of) if or_of else Q(pk__gt=number)
    return _told(Notice.objects.filter(wanted).order_by("pk")[:MOST_AT_ONCE])


def _told(rows: QuerySet[Notice]) -> list[Told]:
    return [Told(*row) for row in rows.values_list("pk", "channel", "payload")]
