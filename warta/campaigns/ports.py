"""What campaigns ask of rooms above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from warta.lib.ports import Port


class Paying(Enum):
    """May a prize that was claimed be handed over now?"""

    PAY = "pay"
    HOLD = "hold"  # not yet: it is asked again by and by, and the newsroom sees that it waits


@dataclass(frozen=True)
class ClaimFact:
    """A claim: whose (public id), of which win and campaign, worth how much in minor units, and when it was made."""

    public_id: str
    win: str
    campaign: str
    value: int
    currency: str
    claimed_at: datetime


def _hold(fact: ClaimFact) -> Paying:
    return Paying.HOLD


# Asked before each handing over. The claim itself stands in any case: holding it costs the winner no deadline.
claim_may_be_paid: Port[[ClaimFact], Paying] = Port("campaigns.claim_may_be_paid", _hold, limit_seconds=2)
