"""Phases that give a text back to its writer: its length, whether one may write here, whether it was said already."""

from __future__ import annotations

from warta.comments.reading.repeats import SHORTEST, are_near, bare
from warta.comments.writing.findings import Effect, Finding
from warta.comments.writing.situation import Situation
from warta.comments.writing.tidying import LONGEST, is_readable

OTHERS_ALIKE = 3  # the same from so many others is a campaign; one or two quote or agree


def length(seen: Situation) -> Finding | None:
    if len(seen.text) > LONGEST:
        return Finding("too-long", Effect.RETURN, {"characters": len(seen.text), "most": LONGEST})
    return None if is_readable(seen.text) else Finding("empty", Effect.RETURN)


def openness(seen: Situation) -> Finding | None:
    if seen.editing is not None:
        return None  # who may edit for five minutes may do so when the thread has closed meanwhile
    return None if seen.place.is_open(seen.rules, seen.moment) else Finding("closed", Effect.RETURN)


def suspension(seen: Situation) -> Finding | None:
    suspended = seen.writer.suspended
    return Finding("suspended", Effect.RETURN, {"until": suspended.until.isoformat()}) if suspended else None


def repetition(seen: Situation) -> Finding | None:
    """The very same of one's own is given back; nearly the same, or the same from several others, is held."""
    is_long = len(bare(seen.text)) >= SHORTEST
    own = [one for one in seen.writer.earlier if one.comment_id != seen.editing]
    if any(one.fingerprint == seen.fingerprint and (is_long or one.article_id == seen.place.article_id) for one in own):
        return Finding("repeated", Effect.RETURN)
    if not is_long:
        return None
    if any(are_near(one.fingerprint, seen.fingerprint) for one in own):
        return Finding("alike", Effect.HOLD, {"of": "own"})
    near = (author for author, other in seen.lately if are_near(other, seen.fingerprint))
    alike = sum(author != seen.writer.person_id for author in near)
    return Finding("alike", Effect.HOLD, {"of": "others", "times": alike}) if alike >= OTHERS_ALIKE else None
