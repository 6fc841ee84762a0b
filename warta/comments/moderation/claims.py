"""Two moderators never work on the same comment: whoever looks at one holds it for a short while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from warta.comments.models import Comment
from warta.comments.moderation.errors import Claimed
from warta.lib.clock import now
from warta.readers.models import User

LEASE = timedelta(seconds=60)  # renewed every 20 s while somebody works; a closed browser frees it soon


def claim(comment_id: int, *, by: User) -> None:
    """Hold a comment, or go on holding it. Safe to repeat. Raises Claimed when somebody else has it.

    One conditional UPDATE: of two who ask at the same moment one gets it, on either database.
    """
    moment = now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=moment) | Q(claimed_by=by)
    held = Comment.objects.filter(free, pk=comment_id).update(claimed_by=by, claimed_until=moment + LEASE)
    if not held:
        raise Claimed(_holder_of(comment_id))


def release(comment_id: int, *, by: User) -> bool:
    """Let go of it. Whether it was theirs. Safe to repeat."""
    return bool(Comment.objects.filter(pk=comment_id, claimed_by=by).update(claimed_by=None, claimed_until=None))


def release_all(*, by: User) -> int:
    """Let go of everything that waits; for who leaves the desk. How many were theirs."""
    held = Comment.objects.filter(claimed_by=by, waiting_since__isnull=False)
    return held.update(claimed_by=None, claimed_until=None)


def holders(comment_ids: Iterable[int], *, besides: User) -> dict[int, str]:
    """Who else holds which of these at this moment, by public name."""
    rows = Comment.objects.filter(pk__in=list(comment_ids), claimed_until__gt=now()).exclude(claimed_by=besides)
    return {row.pk: _name(row) for row in rows.select_related("claimed_by").only("claimed_by__display_name")}


def _holder_of(comment_id: int) -> str:
    row = Comment.objects.filter(pk=comment_id).select_related("claimed_by").first()
    return _name(row) if row else ""


def _name(row: Comment) -> str:
    return row.claimed_by.get_full_name() if row.claimed_by else ""
