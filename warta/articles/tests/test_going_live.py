"""Scheduled articles whose rows hold their words already go live together, and end as Wagtail would have left them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model
from wagtail.models import PageLogEntry, Revision

from warta.articles.models import ArticlePage, Kind, SectionPage
from warta.articles.publishing.going_live import go_live
from warta.articles.publishing.timing import publish_due, publish_scheduled
from warta.articles.tests.newsroom import Newsroom, author, cite, make_due, topic
from warta.lib.clock import now

SOON = timedelta(hours=1)
AGO = timedelta(minutes=1)
OWN = {
    "id", "page_ptr", "path", "slug", "url_path", "translation_key", "latest_revision", "latest_revision_created_at",
    "live_revision", "title", "draft_title",
}  # fmt: skip
STAMPED = {"changed_at", "first_published_at", "last_published_at", "materially_changed_at"}


def due(newsroom: Newsroom, headline: str, **fields: Any) -> Revision:
    """A scheduled article with all that may stand around one; the revision that is due."""
    draft = newsroom.draft(headline, go_live_at=now() + SOON, **fields)
    draft.bylines.create(author=author(f"Ana {headline}"))
    cite(draft, f"Paper {headline}")
    draft.topics.add(topic(f"Topic-{headline}"))
    draft.save_revision()
    draft.get_latest_revision().publish(user=newsroom.budi)
    make_due(draft, now() - AGO)
    return Revision.objects.get(object_id=str(draft.pk), approved_go_live_at__isnull=False)


def article_of(revision: Revision) -> ArticlePage:
    return ArticlePage.objects.get(pk=int(revision.object_id))


def values_of(row: Model, but: set[str]) -> dict[str, Any]:
    values = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name not in but}
    return {name: str(value) if name in ("body", "go_live_at") else value for name, value in values.items()}


def test_it_leaves_what_wagtail_would_have_left(newsroom: Newsroom) -> None:
    ours, wagtails = due(newsroom, "Ours"), due(newsroom, "Theirs")
    Revision.objects.filter(pk=ours.pk).update(approved_go_live_at=wagtails.approved_go_live_at)
    assert go_live([ours.pk]) == {ours.pk}
    assert publish_scheduled(wagtails.pk)
    one, other = article_of(ours), article_of(wagtails)
    but = OWN | STAMPED | {"go_live_at", "body"}
    assert values_of(one, but) == values_of(other, but)
    assert one.live_revision_id == ours.pk
    assert all(now() - getattr(one, name) < AGO for name in STAMPED)
    assert [[child.author.name for child in one.bylines.all()], one.topics.count()] == [["Ana Ours"], 1]


def test_it_is_written_into_the_log_as_wagtail_writes_it(newsroom: Newsroom) -> None:
    ours, wagtails = due(newsroom, "Ours"), due(newsroom, "Theirs")
    go_live([ours.pk])
    publish_scheduled(wagtails.pk)
    entries = [
        PageLogEntry.objects.get(page=int(one.object_id), action="wagtail.publish.scheduled", revision=one.pk)
        for one in (ours, wagtails)
    ]
    but = {"id", "page", "revision", "timestamp", "label"}
    assert values_of(entries[0], but) == values_of(entries[1], but)
    assert entries[0].label == "Ours"


def test_its_schedule_is_settled_and_not_repeated(newsroom: Newsroom) -> None:
    revision = due(newsroom, "Once")
    assert (go_live([revision.pk]), go_live([revision.pk])) == ({revision.pk}, set())
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_later_draft_stays_a_draft(newsroom: Newsroom) -> None:
    revision = due(newsroom, "As scheduled")
    draft = article_of(revision)
    draft.title = "A later thought"
    draft.save_revision()
    assert go_live([revision.pk]) == {revision.pk}
    article = article_of(revision)
    assert (article.title, article.has_unpublished_changes) == ("As scheduled", True)
    assert article.draft_title == "A later thought"


def test_a_draft_that_moved_meanwhile_has_its_address_in_the_new_section(newsroom: Newsroom) -> None:
    revision = due(newsroom, "Moved")
    article_of(revision).move(SectionPage.objects.get(pk=newsroom.world.pk), pos="last-child")
    go_live([revision.pk])
    assert article_of(revision).address_section == newsroom.world.slug


def test_a_row_that_says_something_else_is_left_to_wagtail(newsroom: Newsroom) -> None:
    revision = due(newsroom, "Scheduled words")
    article = article_of(revision)
    article.summary = "Written into the row behind the schedule's back."
    article.save()
    assert go_live([revision.pk]) == set()
    assert publish_due() == 1
    assert (article_of(revision).live, article_of(revision).summary) == (True, "")


def test_a_byline_that_changed_since_is_left_to_wagtail(newsroom: Newsroom) -> None:
    revision = due(newsroom, "Scheduled words")
    article_of(revision).bylines.all().delete()
    article = article_of(revision)
    article.bylines.set([])
    article.save()
    assert go_live([revision.pk]) == set()


def test_what_is_live_or_was_is_left_to_wagtail(newsroom: Newsroom) -> None:
    article = newsroom.published("Before")
    article.title, article.go_live_at = "After", now() + SOON
    article.save_revision().publish()
    make_due(article, now() - AGO)
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    assert go_live([revision.pk]) == set()


def test_what_can_not_be_published_does_not_hold_up_the_others(newsroom: Newsroom) -> None:
    invalid, fine = due(newsroom, "Invalid", kind=Kind.SPONSORED), due(newsroom, "Fine")
    assert go_live([invalid.pk, fine.pk]) == {fine.pk}
    assert not article_of(invalid).live


def test_one_under_review_is_left_to_wagtail(newsroom: Newsroom) -> None:
    revision = due(newsroom, "Under review")
    article = article_of(revision)
    article.get_workflow().start(article, newsroom.ana)
    assert go_live([revision.pk]) == set()
