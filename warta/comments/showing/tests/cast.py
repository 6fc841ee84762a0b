"""Readers and what they wrote, for tests of what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.comments.models import Comment, State, ThreadChange
from warta.comments.publishing import Draft, add_comment, delete_comment, refuse_comment
from warta.lib.clock import now
from warta.readers.models import User


class Square:
    """An article, and people who talk under it: Budi, Citra and, of the newsroom, Ana."""

    def __init__(self) -> None:
        self.newsroom = Newsroom()
        self.article: ArticlePage = self.newsroom.published("Banjir surut di Muara")
        self.ana = self.newsroom.ana
        self.budi = reader("Budi")
        self.citra = reader("Citra")

    @property
    def path(self) -> str:
        return f"{self.article.address}/comments/"

    def said(self, text: str = "Syukurlah.", *, by: User | None = None, **more: Any) -> Comment:
        """A comment as the pipeline lets it pass; `to` is what it answers."""
        answered: Comment | None = more.pop("to", None)
        root = (answered.root_id or answered.pk) if answered else None
        draft = Draft(
            self.article.pk, by or self.budi, text, more.pop("state", State.PUBLISHED),
            reply_to_id=answered.pk if answered else None, root_id=root, **more,
        )  # fmt: skip
        return add_comment(draft)

    def refused(self, comment: Comment, reason: str = "insult") -> None:
        refuse_comment(Comment.objects.get(pk=comment.pk), by=self.ana, reason=reason)

    def deleted(self, comment: Comment) -> None:
        delete_comment(Comment.objects.get(pk=comment.pk))

    def many(self, number: int, **fields: Any) -> list[Comment]:
        """So many comments by Budi, written at once, with places but without the pipeline."""
        self.said()
        first = Comment.objects.latest("pk")
        moment = now() - timedelta(hours=1)
        rows = [
            Comment(
                thread_id=self.article.pk, author=self.budi, text=f"Pendapat {place}", state=State.PUBLISHED,
                place=place, written_at=moment, published_at=moment, **fields,
            )
            for place in range(2, number + 1)
        ]  # fmt: skip
        Comment.objects.bulk_create(rows)
        type(first.thread).objects.filter(pk=self.article.pk).update(places=number, published=number)
        return list(Comment.objects.filter(thread=self.article.pk).order_by("place"))


def reader(name: str, **fields: Any) -> User:
    return User.objects.create_user(f"{name.lower()}@readers.example", None, display_name=name, **fields)


def told_tags() -> set[str]:
    """The press tags that wait to be told."""
    return {tag for row in ThreadChange.objects.values_list("tags", flat=True) for tag in row.split()}
