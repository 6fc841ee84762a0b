"""Phases that look at who writes, and under which article."""

from __future__ import annotations

from warta.comments.models import Policy
from warta.comments.writing.findings import Effect, Finding
from warta.comments.writing.situation import Situation

LEAST_REJECTED = 0.5  # of one refusal, faded; what is older says nothing any more


def trust(seen: Situation) -> Finding | None:
    """Held while the lower bound of the interval is low; of whom nothing was refused, `newcomer` decides."""
    record = seen.writer.record.faded(seen.moment)
    if record.rejected < LEAST_REJECTED or record.trust >= seen.rules.trust_from:
        return None
    return Finding("untrusted", Effect.HOLD, {"trust": round(record.trust, 3)})


def newcomer(seen: Situation) -> Finding | None:
    is_new = seen.writer.published < seen.rules.first_held
    return Finding("new-author", Effect.HOLD, {"published": seen.writer.published}) if is_new else None


def policy(seen: Situation) -> Finding | None:
    return Finding("article-held", Effect.HOLD) if seen.place.policy == Policy.HELD else None
