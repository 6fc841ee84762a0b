"""What comments tell: one became public, or is public no longer. Told after the commit; a sweep heals what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warta.lib.events import Event


@dataclass(frozen=True)
class CommentFact:
    """`author` is a person's public id, "" for nobody any more; `tags` are normalised hashtags; `civility` the chance
    that the comment is abusive, None if it could not be scored."""

    comment_id: int
    article_id: int
    author: str
    tags: frozenset[str]
    civility: float | None
    at: datetime


comment_published: Event[CommentFact] = Event("comments.comment_published")
comment_withdrawn: Event[CommentFact] = Event("comments.comment_withdrawn")
