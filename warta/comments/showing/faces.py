"""A comment as a page shows it: all that it says, by value, so that two of the same face look the same."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from warta.comments.models import State

# Of a comment's columns just what is shown; in the order of Row.
COLUMNS = (
    "pk", "thread_id", "root_id", "reply_to_id", "author_id", "author__display_name", "author__is_staff", "text",
    "state", "place", "reply_places", "published_at", "edited_at", "featured_at", "likes",
    "reply_to__author__display_name",
)  # fmt: skip
MARK_LETTERS = 12  # 48 bits: no two authors of a thread share one by chance
TONES = 5


class Row(NamedTuple):
    pk: int
    article_id: int
    root_id: int | None
    reply_to_id: int | None
    author_id: int | None
    name: str | None
    is_staff: bool | None
    text: str
    state: str
    place: int | None
    reply_places: int
    published_at: datetime | None
    edited_at: datetime | None
    featured_at: datetime | None
    likes: int
    answered_name: str | None

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED


@dataclass(frozen=True)
class Face:
    """`mark` tells the authors of one thread apart and says nothing outside of it; what is taken away has no text.

    `answers` is the comment that a reply answers where that is not the one above all replies, `answers_name` its
    author.
    """

    pk: int
    article_id: int
    is_reply: bool
    is_public: bool
    state: str
    name: str
    mark: str
    is_staff: bool
    text: str
    published_at: datetime | None
    is_edited: bool
    is_featured: bool
    likes: int
    answers: int | None
    answers_name: str

    @property
    def initial(self) -> str:
        return next((letter for letter in self.name if letter.isalnum()), "").upper()[:1]

    @property
    def tone(self) -> int:
        """Which of the few colours its author has in this thread, from 1."""
        return int(self.mark, 16) % TONES + 1 if self.mark else 1


def face_of(row: Row) -> Face:
    shown = row.is_public
    answers = row.reply_to_id if shown and row.reply_to_id != row.root_id else None
    return Face(
        pk=row.pk,
        article_id=row.article_id,
        is_reply=row.root_id is not None,
        is_public=shown,
        state=row.state,
        name=(row.name or "").strip() if shown else "",
        mark=author_mark(row.article_id, row.author_id) if shown and row.author_id else "",
        is_staff=bool(row.is_staff) and shown,
        text=row.text if shown else "",
        published_at=row.published_at,
        is_edited=row.edited_at is not None and shown,
        is_featured=row.featured_at is not None and shown,
        likes=row.likes if shown else 0,
        answers=answers,
        answers_name=(row.answered_name or "") if answers else "",
    )


def author_mark(article_id: int, author_id: int) -> str:
    """The same for all comments of a person under one article, another one under each other article."""
    told = f"comments of {author_id} under {article_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()[:MARK_LETTERS]
