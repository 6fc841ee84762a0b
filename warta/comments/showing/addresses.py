"""Where each page of a thread stands, as bare paths: below its article, and of one comment for ever."""

from __future__ import annotations

from dataclasses import dataclass

from warta.articles.models import ArticlePage
from warta.comments.models import Comment
from warta.comments.places import page_of

ORDERS = ("best", "newest", "oldest")


@dataclass(frozen=True)
class Spot:
    """One page of a thread: its order, its number (None: the newest without one), of replies also to which comment."""

    order: str
    number: int | None = 1
    root: int | None = None

    @property
    def below(self) -> str:
        """The path below the article's comments."""
        if self.order == "replies":
            return f"replies/{self.root}/{self.number}/"
        if self.order == "oldest":
            return f"{self.number}/"
        if self.order == "newest":
            return f"newest/{self.number}/" if self.number else "newest/"
        return f"best/{self.number}/" if self.number and self.number > 1 else ""


def thread_path(article: ArticlePage, spot: Spot | None = None) -> str:
    return f"{article.address}/comments/{spot.below if spot else ''}"


def fragment_path(article: ArticlePage, spot: Spot) -> str:
    return f"{thread_path(article, spot)}fragment/"


def permalink(comment_id: int) -> str:
    return f"/comments/{comment_id}/"


def anchor(comment_id: int) -> str:
    return f"comment-{comment_id}"


def standing_path(comment: Comment) -> str:
    """The page on which a comment that has a place stands, at the comment itself."""
    article = comment.thread.article
    page = page_of(comment.place or 1)
    spot = Spot("replies", page, comment.root_id) if comment.root_id else Spot("oldest", page)
    return f"{thread_path(article, spot)}#{anchor(comment.pk)}"
