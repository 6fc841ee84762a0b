"""The order "best": how well a comment is liked for certain (Wilson 1927), so that 1 of 1 does not beat 98 of 100."""

from __future__ import annotations

import math

Z = 1.6448536269514722  # 95 % of the normal distribution lie below: one side of a 90 % interval


def wilson_lower_bound(liked: float, seen: float) -> float:
    """The least share, 0 to 1, of those who saw it that may like it, with 95 % confidence. `liked` of `seen`.

    What `seen` counts is the caller's: votes for and against, or readers who came as far as the comment.
    """
    if seen <= 0:
        return 0.0
    share = min(max(liked / seen, 0.0), 1.0)
    spread = Z * math.sqrt(share * (1 - share) / seen + Z * Z / (4 * seen * seen))
    bound = (share + Z * Z / (2 * seen) - spread) / (1 + Z * Z / seen)
    return min(max(bound, 0.0), share)  # where nobody likes it, rounding would leave a trace
