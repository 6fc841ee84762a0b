"""A desk to test with: Citra and Gilang moderate, Ana reports, Budi edits, Dewi has no rights; Eka and Fani read."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.comments.models import Comment, State
from warta.comments.moderation.permissions import let_feature, let_moderate
from warta.comments.publishing import Draft, add_comment
from warta.comments.weighing.risk import risk_of
from warta.readers.models import User
from warta.readers.roles import ensure_roles


class Desk:
    def __init__(self) -> None:
        self.newsroom = Newsroom()
        roles = ensure_roles()
        let_moderate(roles["moderator"])
        let_feature(Group.objects.get(name="edi"))
        self.ana, self.budi, self.dewi = self.newsroom.ana, self.newsroom.budi, self.newsroom.dewi
        self.citra, self.gilang = (self.person(name, roles["moderator"]) for name in ("citra", "gilang"))
        self.eka, self.fani = (self.person(name) for name in ("eka", "fani"))
        self.article: ArticlePage = self.newsroom.published()

    def person(self, name: str, group: Group | None = None) -> User:
        person = User.objects.create_user(
            f"{name}@example.org", display_name=name.title(), is_staff=group is not None, needs_second_factor=False
        )
        if group:
            person.groups.add(group)
        return person

    def comment(
        self, text: str = "A word.", *, state: State = State.HELD, author: Any = None, **fields: Any
    ) -> Comment:
        civility = fields.setdefault("civility", 0.2)
        fields.setdefault("risk", risk_of(civility=civility, report_weight=0.0, trust=0.05, exposure=0.0))
        return add_comment(Draft(self.article.pk, author or self.eka, text, state, **fields))

    def published(self, text: str = "A word.", **fields: Any) -> Comment:
        return self.comment(text, state=State.PUBLISHED, **fields)


def browser_of(person: User, **settings: Any) -> Client:
    client = Client(**settings)
    client.force_login(person)
    return client


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)
