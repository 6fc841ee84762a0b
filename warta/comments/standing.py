"""How far an author is trusted: people's decisions about their comments, counted as they are made."""

from __future__ import annotations

from datetime import datetime, timedelta

from warta.comments.models import Comment, Ruling, Standing, State
from warta.comments.weighing.trust import HALF_LIFE, Record
from warta.lib.clock import now


def record_of(standing: Standing | None) -> Record:
    """What was decided about a person's comments; nothing so far for who has no row."""
    if standing is None:
        return Record(0.0, 0.0, now())
    return Record(standing.approved, standing.rejected, standing.at)


def count_decision(comment: Comment, ruling: Ruling) -> None:
    """Inside the transaction of a ruling: let a person's decision count, in place of the one it takes back.

    The pipeline's own decisions do not count: nobody earns trust by what no person looked at.
    """
    if ruling.by is None or comment.author_id is None:
        return
    standing, _is_new = Standing.objects.select_for_update().get_or_create(person_id=comment.author_id)
    record = record_of(standing).faded(ruling.at)
    earlier = _counted_before(ruling)
    if earlier is not None:
        record = _without(record, earlier, ruling.at)
    if ruling.undoes is None and ruling.after in (State.PUBLISHED, State.REFUSED):
        record = record.with_decision(is_approved=ruling.after == State.PUBLISHED, now=ruling.at)
    Standing.objects.filter(pk=standing.pk).update(approved=record.approved, rejected=record.rejected, at=record.at)


def _counted_before(ruling: Ruling) -> Ruling | None:
    """The decision about the same comment that counts until now."""
    earlier = Ruling.objects.filter(comment=ruling.comment_id, by__isnull=False, pk__lt=ruling.pk).order_by("pk").last()
    if earlier is None or earlier.undoes_id or earlier.after not in (State.PUBLISHED, State.REFUSED):
        return None
    return earlier


def _without(record: Record, decision: Ruling, moment: datetime) -> Record:
    left: float = 0.5 ** (max(moment - decision.at, timedelta()) / HALF_LIFE)
    approved = left if decision.after == State.PUBLISHED else 0.0
    return Record(max(0.0, record.approved - approved), max(0.0, record.rejected - (left - approved)), record.at)
