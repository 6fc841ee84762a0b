"""The arithmetic of the rate limiter: values in, values out. Who keeps the counts is `warta.limits`' matter.

The generic cell rate algorithm (ITU-T I.371, appendix A): one number per key says up to when it is used up.
"""

from __future__ import annotations

from dataclasses import dataclass

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Limit:
    """At most `amount` in any stretch of `seconds`, of which at most `burst` at once.

    The rest is spread evenly. With a burst of 1 the full rate can be kept up for ever; a larger burst is paid for
    afterwards, so that the promise holds for every stretch and not only for the first.
    """

    amount: int
    seconds: float
    burst: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.burst <= self.amount or self.seconds <= 0:
            raise ValueError("a limit needs 1 <= burst <= amount and seconds > 0")

    @property
    def interval(self) -> int:
        """Microseconds between two once the burst is used; rounded up, so that rounding never lets one more in."""
        return -int(-self.seconds * MICROSECONDS // (self.amount - self.burst + 1))


@dataclass(frozen=True)
class Taken:
    """The outcome: the number to keep, and how long to wait. A wait means refused, and the number unchanged."""

    used_until: int
    wait: int

    @property
    def is_granted(self) -> bool:
        return self.wait == 0


def take(limit: Limit, *, used_until: int, now: int) -> Taken:
    """Take one at the moment `now`; all values are microseconds, `used_until` 0 for a key never seen."""
    after = max(used_until, now) + limit.interval
    wait = after - limit.burst * limit.interval - now
    return Taken(used_until, wait) if wait > 0 else Taken(after, 0)
