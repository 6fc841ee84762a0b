"""What the pages of writing show: the article, what is answered, the text as it was sent, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, CommentRules
from warta.comments.moderation.highlighting import Mark, Piece, pieces_of
from warta.comments.reasons import sentences_to_author
from warta.comments.writing.services import Asked
from warta.comments.writing.tidying import LONGEST
from warta.lib.ids import opaque_id


@dataclass(frozen=True)
class Writing:
    """The form. `pieces` is the text with the words that moved its score, when its writer is asked to reconsider."""

    article: ArticlePage
    text: str = ""
    token: str = field(default_factory=opaque_id)
    reply_to: Comment | None = None
    trouble: str = ""
    pieces: Sequence[Piece] = ()
    guidelines: str = ""
    editing: Comment | None = None

    @property
    def is_asked(self) -> bool:
        return bool(self.pieces)

    @property
    def words(self) -> list[str]:
        """Those that moved the score, each once."""
        return list(dict.fromkeys(piece.text for piece in self.pieces if piece.kind == "up"))

    most = LONGEST


def pieces_asked_about(asked: Asked) -> list[Piece]:
    """Words that speak for the comment are not marked: the question is about the others."""
    marks = [Mark(span.start, span.end, "up") for span in asked.verdict.spans if span.direction == "up"]
    return pieces_of(asked.text, marks)


def guidelines_of(rules: CommentRules) -> str:
    return rules.guidelines_en if (get_language() or "").startswith("en") else rules.guidelines_id


def reasons_for_author(comment: Comment) -> list[str]:
    """Why it is held or was refused by the pipeline, as its author is told."""
    return sentences_to_author(str(row.get("reason", "")) for row in comment.findings)
