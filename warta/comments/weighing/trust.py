"""Trust as an interval, not a point: what is known of a person so far, and how little that may be.

An author's trust is Beta(1 + approved, 1 + rejected), a reporter's the same with reports that were right and wrong.
Counts halve every 30 days, so that nobody is bound for ever by what they once were. What is looked at is the lower
bound of the 90 % interval: one rejection as a first comment is little knowledge, not certainty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_LIFE = timedelta(days=30)
TAIL = 0.05  # what lies below a 90 % interval
DECIDED_BEFORE_WEIGHED = 5  # reports of a person, before their accuracy counts
REPORTER_CAP = 3.0  # three reports of the most reliable weigh no more than nine of anybody's
STEPS = 200  # of the continued fraction; it has long settled by then for any count that fits a table
SETTLED = 1e-12
TINY = 1e-300


@dataclass(frozen=True)
class Record:
    """Decisions for and against somebody, both faded to the moment `at`."""

    approved: float
    rejected: float
    at: datetime

    def faded(self, now: datetime) -> Record:
        """The same as of `now`; an earlier moment changes nothing."""
        left = 0.5 ** (max(now - self.at, timedelta()) / HALF_LIFE)
        return Record(self.approved * left, self.rejected * left, max(now, self.at))

    def with_decision(self, *, is_approved: bool, now: datetime) -> Record:
        """One decision more. Not safe to repeat: each call counts."""
        faded = self.faded(now)
        return Record(faded.approved + is_approved, faded.rejected + (not is_approved), faded.at)

    @property
    def trust(self) -> float:
        """The lower bound of the 90 % interval, 0 to 1."""
        return beta_quantile(TAIL, 1.0 + self.approved, 1.0 + self.rejected)


def reporter_weight(record: Record) -> float:
    """What one report of this person weighs: 1 for anybody new, 0 to 3 once enough of their reports were decided."""
    if record.approved + record.rejected < DECIDED_BEFORE_WEIGHED:
        return 1.0
    return REPORTER_CAP * record.trust


def beta_quantile(share: float, a: float, b: float) -> float:
    """The value below which `share` of Beta(a, b) lies; by bisection, which needs no good first guess."""
    low, high = 0.0, 1.0
    while high - low > SETTLED and low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return (low + high) / 2


def beta_share(x: float, a: float, b: float) -> float:
    """How much of Beta(a, b) lies below x: the regularised incomplete beta function (DLMF 8.17.22)."""
    if x <= 0.0 or x >= 1.0:
        return 0.0 if x <= 0.0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction by Lentz's method; it settles fast where x is below the mean."""
    lower = 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1.0))
    upper, value = 1.0, lower
    for step in range(1, STEPS):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            lower = 1.0 / _not_zero(1.0 + term * lower)
            upper = _not_zero(1.0 + term / upper)
            value *= lower * upper
        if abs(lower * upper - 1.0) < SETTLED:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
