"""A newsroom to test with: Ana reports, Budi edits, Dewi has no rights."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from warta.articles.models import ArticlePage, Author, Citation, FrontPage, Outlet, SectionPage, Topic
from warta.articles.permissions import let_curate, let_edit, let_write
from warta.articles.site_setup import add_section, set_up_site

PASSWORD = "a long enough password"
PARAGRAPH = "<p>Two ministers agreed by telephone on Tuesday.</p>"


class Newsroom:
    """A site with two sections and people of each role."""

    def __init__(self) -> None:
        reporters, editors, curators = (Group.objects.create(name=name) for name in ("rep", "edi", "fro"))
        self.front: FrontPage = set_up_site(reviewers=[editors, curators])
        self.section: SectionPage = SectionPage.objects.get()
        self.world: SectionPage = add_section(self.front, name="Dunia", slug="dunia")
        let_write(reporters, self.front)
        let_edit(editors, self.front)
        let_curate(curators, self.front)
        self.ana = self._person("ana", reporters)
        self.budi = self._person("budi", editors)
        self.fajar = self._person("fajar", curators)
        self.dewi = self._person("dewi", None)

    def _person(self, name: str, group: Group | None) -> Any:
        person = get_user_model().objects.create_user(
            f"{name}@example.org", PASSWORD, display_name=name.title(), is_staff=group is not None,
            needs_second_factor=False,
        )  # fmt: skip
        if group:
            person.groups.add(group)
        return person

    def draft(
        self, headline: str = "Ministers agree", *, section: SectionPage | None = None, **fields: Any
    ) -> ArticlePage:
        fields.setdefault("body", [("paragraph", PARAGRAPH)])
        fields.setdefault("owner", self.ana)
        article = ArticlePage(title=headline, live=False, has_unpublished_changes=True, **fields)
        (section or self.section).add_child(instance=article)
        article.save_revision(user=fields["owner"])
        return article

    def published(self, headline: str = "Ministers agree", **fields: Any) -> ArticlePage:
        return publish(self.draft(headline, **fields))

    def scheduled(self, headline: str = "Ministers agree", *, at: datetime, **fields: Any) -> ArticlePage:
        """Scheduled as the editor does it; `at` may be moved into the past afterwards with `make_due`."""
        article = self.draft(headline, go_live_at=at, **fields)
        article.get_latest_revision().publish(user=self.budi)
        article.refresh_from_db()
        return article


def publish(article: ArticlePage) -> ArticlePage:
    """Publish the latest draft, as the editor's button does."""
    revision = article.get_latest_revision() if article.has_unpublished_changes else article.save_revision()
    revision.publish()
    return ArticlePage.objects.get(pk=article.pk)


def make_due(article: ArticlePage, at: datetime) -> None:
    """Let the scheduled revision's time be `at`, as if time had passed."""
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = at.isoformat()
    revision.approved_go_live_at = at
    revision.save()


def topic(name: str) -> Topic:
    return Topic.objects.create(name=name, slug=name.lower())


def author(name: str) -> Author:
    return Author.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def outlet(name: str) -> Outlet:
    return Outlet.objects.create(name=name, slug=name.lower().replace(" ", "-"))


def cite(article: ArticlePage, name: str = "The Independent") -> Citation:
    citation = Citation(outlet=outlet(name))
    article.citations.add(citation)
    return citation
