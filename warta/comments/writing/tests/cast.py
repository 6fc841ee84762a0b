"""Who writes, and where."""

from __future__ import annotations

from typing import Any

from django.test import Client

from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.comments.models import Comment
from warta.comments.writing.services import Asked, Sent, write_comment
from warta.lib.ids import opaque_id
from warta.readers.models import User

ABUSIVE = "Dasar goblok kamu, tolol banget jadi orang, mati aja sana!"
SHARP = "Kebijakan ini gagal total, menterinya harus menjelaskan kepada kami."


class Square:
    """An article, and two readers who write under it."""

    def __init__(self) -> None:
        self.newsroom = Newsroom()
        self.article: ArticlePage = self.newsroom.published("Harga beras naik")
        self.ana = self.newsroom.ana
        self.budi, self.citra = reader("Budi"), reader("Citra")

    def sent(self, text: str, **more: Any) -> Sent:
        return Sent(**{"article_id": self.article.pk, "text": text, "token": opaque_id(), **more})

    def tries(self, person: User, sent: Sent) -> Comment | Asked:
        return write_comment(person, sent, address="192.0.2.1")

    def writes(self, person: User, text: str, **more: Any) -> Comment:
        outcome = self.tries(person, self.sent(text, **more))
        assert isinstance(outcome, Comment)
        return outcome

    def browser_of(self, person: User) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def form(self, text: str, **more: Any) -> dict[str, Any]:
        return {"article": self.article.pk, "text": text, "token": opaque_id(), **more}


def reader(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@readers.example", None, display_name=name)
