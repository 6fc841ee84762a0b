"""The tables of comments. Each module owns those of one subject."""

from __future__ import annotations

from warta.comments.models.comments import Comment, CommentTag, Like, LikeChange, State
from warta.comments.models.moderation import (
    Appeal,
    Complaint,
    Report,
    Ruling,
    Suspension,
    WatchWord,
)
from warta.comments.models.people import Mute, Nudge, Standing
from warta.comments.models.rules import CommentRules
from warta.comments.models.threads import Policy, Thread, ThreadChange

__all__ = [
    "Appeal",
    "Comment",
    "CommentRules",
    "CommentTag",
    "Complaint",
    "Like",
    "LikeChange",
    "Mute",
    "Nudge",
    "Policy",
    "Report",
    "Ruling",
    "Standing",
    "State",
    "Suspension",
    "Thread",
    "ThreadChange",
    "WatchWord",
]
