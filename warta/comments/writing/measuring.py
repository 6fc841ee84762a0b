"""What the question before sending changes: outcomes of who was asked, beside those who were held out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from warta.comments.models import Nudge
from warta.lib.clock import now

LOOK_BACK = timedelta(days=90)
Z = 1.959964  # 95 % of the normal distribution lie within


@dataclass(frozen=True)
class Share:
    """So many of all, in percent, with the 95 % interval (Wilson)."""

    label: str
    count: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    asked: list[Share]
    asked_count: int
    held_out_count: int
    civil_after: Share
    civil_held_out: Share


def share_of(label: str, part: int, whole: int) -> Share:
    """Without any the interval is everything."""
    if not whole:
        return Share(label, 0, 0.0, 0.0, 100.0)
    p, square = part / whole, Z * Z / whole
    middle = (p + square / 2) / (1 + square)
    half = Z * math.sqrt(p * (1 - p) / whole + square / (4 * whole)) / (1 + square)
    return Share(label, part, 100 * p, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half))


def nudges_measured() -> Measured:
    """Of the last 90 days. "Not abusive in the end": withdrawn, or sent with a score below the one that asked."""
    since = Nudge.objects.filter(at__gte=now() - LOOK_BACK).exclude(outcome=Nudge.Outcome.OPEN)
    asked, held_out = since.filter(was_shown=True), since.filter(was_shown=False)
    counts = dict(asked.values_list("outcome").annotate(Count("pk")).order_by())
    whole, others = sum(counts.values()), held_out.count()
    shown = [outcome for outcome in Nudge.Outcome if outcome != Nudge.Outcome.OPEN]
    withdrawn = counts.get(Nudge.Outcome.WITHDRAWN, 0)
    milder = asked.filter(outcome=Nudge.Outcome.REVISED, comment__waiting_since=None, comment__findings=[]).count()
    taken_back = held_out.filter(comment__state="deleted").count()
    return Measured(
        [share_of(str(outcome.label), counts.get(outcome, 0), whole) for outcome in shown], whole, others,
        share_of("", withdrawn + milder, whole), share_of("", taken_back, others),
    )  # fmt: skip
