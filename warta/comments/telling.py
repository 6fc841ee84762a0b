"""Tells others that a comment became public, or is public no longer: after the commit, and never in its way."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from warta.comments.events import CommentFact, comment_published, comment_withdrawn
from warta.comments.models import Comment
from warta.live.services import tell


def tell_moved(comment: Comment, published: int, hashtags: Iterable[str], *, is_public: bool) -> None:
    """Inside a transaction. `published` is how many comments the article has with it."""
    fact = fact_of(comment, hashtags)
    event = comment_published if is_public else comment_withdrawn
    tell(f"article-{comment.thread_id}", {"comments": published})
    transaction.on_commit(lambda: event.tell(fact), robust=True)


def fact_of(comment: Comment, hashtags: Iterable[str]) -> CommentFact:
    author = comment.author.public_id if comment.author else ""
    at = comment.published_at or comment.written_at
    return CommentFact(comment.pk, comment.thread_id, author, frozenset(hashtags), comment.civility, at)
