"""Tells others that a comment became public, or is public no longer: by a row first, then by a job and an event.

What listens may take its time, fail or be killed: it neither keeps the writer waiting nor misses anything. Whoever
listens may hear the same twice.
"""

from __future__ import annotations

import time

from warta.comments.events import CommentFact, comment_published, comment_withdrawn
from warta.comments.models import Comment, CommentTag, State, ThreadChange

AT_ONCE = 100
MOST_SECONDS = 0.5  # of one run, so that other jobs come to their turn


def tell_moves() -> int:
    """Tell who listens of comments whose pages the press knows of already. Safe to repeat. Returns how many."""
    began, told = time.monotonic(), 0
    while time.monotonic() - began < MOST_SECONDS:
        rows = list(ThreadChange.objects.filter(tags="", comment__isnull=False).order_by("pk")[:AT_ONCE])
        for row in rows:
            _tell(row)
        ThreadChange.objects.filter(pk__in=[row.pk for row in rows]).delete()
        told += len(rows)
        if len(rows) < AT_ONCE:
            break
    return told


def fact_of(comment: Comment) -> CommentFact:
    """What is told of it; its author's name must be loaded."""
    tags = CommentTag.objects.filter(comment=comment).values_list("tag", flat=True)
    author = comment.author.public_id if comment.author else ""
    at = comment.published_at or comment.written_at
    return CommentFact(comment.pk, comment.thread_id, author, frozenset(tags), comment.civility, at)


def _tell(row: ThreadChange) -> None:
    """As things are now: what moved twice meanwhile is told once more by its next row."""
    found = Comment.objects.select_related("author")
    comment = found.filter(pk=row.comment).first() if row.comment else None
    if comment is None:
        return
    event = comment_published if comment.state == State.PUBLISHED else comment_withdrawn
    event.tell(fact_of(comment))
