"""How soon a moderator should look at a comment: a risk from 0 to 1, and the moment that comes of it.

    doubt    = civility · (1 - trust / 2)              a trusted author's sharp word is less likely abuse
    reported = 1 - 2^(-weight of reports / 2)          two reports of anybody make one half, six seven eighths
    harm     = 1 - (1 - doubt) · (1 - reported)        either is enough
    risk     = harm · (0.6 + 0.4 · exposure)           what is read at this moment comes before what nobody sees

The queue is ordered by one moment, fixed when a comment begins to wait: at once for a risk of 1, twelve hours later
for none. So risk and age are weighed against each other, nothing waits for ever, and no job has to weigh again what
merely grew older.
"""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST_WAIT = timedelta(hours=12)
UNKNOWN_CIVILITY = 0.5  # it could not be scored: as likely one as the other
SHARE_OF_TRUST = 0.5
WEIGHT_OF_HALF = 2.0  # the weight of reports that says as much as a coin
UNSEEN = 0.6  # what remains of the harm while nobody sees the comment
BUSY_THREAD = 50.0  # comments in a thread after which a new one is read by most of those who will ever read it


def risk_of(*, civility: float | None, report_weight: float, trust: float, exposure: float) -> float:
    """0 to 1. `civility` is the chance that it is abusive, `trust` the lower bound of the author's interval."""
    chance = UNKNOWN_CIVILITY if civility is None else civility
    doubt = chance * (1.0 - SHARE_OF_TRUST * trust)
    reported = 1.0 - 0.5 ** (max(report_weight, 0.0) / WEIGHT_OF_HALF)
    harm = 1.0 - (1.0 - doubt) * (1.0 - reported)
    return min(1.0, max(0.0, harm * (UNSEEN + (1.0 - UNSEEN) * exposure)))


def exposure_of(*, is_public: bool, comments_in_thread: int) -> float:
    """0 to 1: how many read it at this moment. Nobody while it is held."""
    return 1.0 - 0.5 ** ((comments_in_thread + BUSY_THREAD / 5) / BUSY_THREAD) if is_public else 0.0


def look_by(since: datetime, risk: float) -> datetime:
    """By when somebody should have looked at what waits since then."""
    return since + LONGEST_WAIT * (1.0 - risk)
