"""Under which articles one may comment, until when, and which comments are featured."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from warta.audit.services import record
from warta.comments.models import Comment, CommentTag, Policy, State, Thread
from warta.comments.places import standpoint_of, tags_of
from warta.comments.publishing import locked_thread, note_pages
from warta.lib.clock import now
from warta.readers.models import User


def set_thread(article_id: int, *, policy: Policy, closes_at: datetime | None, by: User) -> bool:
    """Open, hold or close the comments under an article. Whether anything changed. Safe to repeat."""
    moment = now()
    with transaction.atomic():
        thread = locked_thread(article_id)
        if (thread.policy, thread.closes_at) == (policy, closes_at):
            return False
        Thread.objects.filter(pk=thread.pk).update(policy=policy, closes_at=closes_at, changed_at=moment)
        note_pages([f"thread:{article_id}"], moment)
        facts = {"policy": policy, "closes": closes_at.isoformat() if closes_at else ""}
        record("thread.set", actor=by.public_id, subject=f"article:{article_id}", facts=facts)
    return True


def feature(comment: Comment, *, by: User) -> bool:
    """Show it where featured comments stand. False: it is not public, or is featured already. Safe to repeat."""
    free = Comment.objects.filter(pk=comment.pk, state=State.PUBLISHED, featured_at=None)
    with transaction.atomic():
        locked_thread(comment.thread_id)
        if not free.update(featured_at=now()):
            return False
        _note(comment, "comment.featured", by)
    return True


def unfeature(comment: Comment, *, by: User) -> bool:
    """Take it out of there. Whether it was there. Safe to repeat."""
    featured = Comment.objects.filter(pk=comment.pk, featured_at__isnull=False)
    with transaction.atomic():
        locked_thread(comment.thread_id)
        if not featured.update(featured_at=None):
            return False
        _note(comment, "comment.unfeatured", by)
    return True


def _note(comment: Comment, act: str, by: User) -> None:
    row = Comment.objects.select_related("root").get(pk=comment.pk)
    tags = CommentTag.objects.filter(comment=row).values_list("tag", flat=True)
    shown = standpoint_of(row, root_place=row.root.place if row.root else None, hashtags=tags)
    note_pages([*tags_of(shown), "comments-featured"], now())
    record(act, actor=by.public_id, subject=f"comment:{comment.pk}")
