"""What other rooms ask about comments."""

from __future__ import annotations

from datetime import datetime

from warta.comments.events import CommentFact
from warta.comments.models import CommentTag, State
from warta.comments.reading.hashtags import normalised


def approved_with_tag(tag: str, *, since: datetime, until: datetime, after_id: int, limit: int) -> list[CommentFact]:
    """Public comments with a hashtag, published from `since` and before `until`, in the order of their ids after one.

    `tags` of each fact names this hashtag alone. At most `limit`; ask again with the last id until fewer come.
    """
    spelled = normalised(tag)
    rows = (
        CommentTag.objects.filter(tag=spelled, comment__gt=after_id, comment__state=State.PUBLISHED)
        .filter(comment__published_at__gte=since, comment__published_at__lt=until)
        .order_by("comment")
        .values_list(
            "comment", "comment__thread", "comment__author__public_id", "comment__civility", "comment__published_at"
        )[:limit]
    )
    return [
        CommentFact(pk, article_id, author or "", frozenset({spelled}), civility, at)
        for pk, article_id, author, civility, at in rows
        if at is not None
    ]
