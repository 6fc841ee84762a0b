"""Publishing and withdrawing on time: each article by itself, and no schedule is ever dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from wagtail.models import Revision

from warta.articles.errors import ExpiryPassed, ReasonMissing
from warta.articles.models import Act, ArticlePage, Kind, Overdue
from warta.articles.newsroom.filters import having_status
from warta.articles.newsroom.headlines import ensure_headline_index
from warta.articles.publishing.timing import act_on_time, due_withdrawals, forget_settled, publish_due, withdraw_due
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, make_due
from warta.lib.clock import clock_at, now

SOON = timedelta(hours=1)
AGO = timedelta(minutes=1)


def due(newsroom: Newsroom, headline: str = "On time", **fields: object) -> ArticlePage:
    article = newsroom.scheduled(headline, at=now() + SOON, **fields)
    make_due(article, now() - AGO)
    return article


def due_but_invalid(newsroom: Newsroom) -> ArticlePage:
    """Scheduled, then made invalid behind the editor's back: sponsored by nobody."""
    article = due(newsroom, "Invalid")
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    revision.content["kind"] = Kind.SPONSORED
    revision.save()
    return article


def fresh(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=article.pk)


def schedule_of(article: ArticlePage) -> int:
    return Revision.objects.for_instance(article).filter(approved_go_live_at__isnull=False).count()


def test_what_is_due_is_published(newsroom: Newsroom) -> None:
    article = due(newsroom)
    assert publish_due() == 1
    assert (fresh(article).is_public, schedule_of(article)) == (True, 0)


def test_what_is_not_due_waits(newsroom: Newsroom) -> None:
    article = newsroom.scheduled(at=now() + SOON)
    assert publish_due() == 0
    assert (fresh(article).live, schedule_of(article)) == (False, 1)


def test_a_scheduled_article_is_not_public_for_a_moment_before(newsroom: Newsroom) -> None:
    article = newsroom.scheduled(at=now() + SOON)
    assert (fresh(article).address_date, fresh(article).first_published_at) == (None, None)


def test_publishing_twice_does_nothing_the_second_time(newsroom: Newsroom) -> None:
    due(newsroom)
    assert (publish_due(), publish_due()) == (1, 0)


def test_an_invalid_article_keeps_its_schedule_and_says_why(newsroom: Newsroom) -> None:
    article = due_but_invalid(newsroom)
    publish_due()
    note = Overdue.objects.get()
    assert (fresh(article).live, schedule_of(article), note.act, note.attempts) == (False, 1, Act.PUBLISH, 1)
    assert "sponsor" in note.reason.lower()


def test_an_invalid_article_does_not_hold_up_the_others(newsroom: Newsroom) -> None:
    due_but_invalid(newsroom)
    others = [due(newsroom, f"Other {number}") for number in range(3)]
    publish_due()
    assert all(fresh(article).is_public for article in others)


def test_a_failed_schedule_is_tried_again_later_and_later(newsroom: Newsroom) -> None:
    due_but_invalid(newsroom)
    publish_due()
    publish_due()
    assert Overdue.objects.get().attempts == 1
    first_wait = Overdue.objects.get().next_attempt_at - now()
    with clock_at(now() + timedelta(seconds=6)):
        publish_due()
        note = Overdue.objects.get()
        assert note.attempts == 2
        assert note.next_attempt_at - now() > first_wait


def test_a_mended_article_is_published_at_the_next_attempt(newsroom: Newsroom) -> None:
    article = due_but_invalid(newsroom)
    publish_due()
    revision = article.revisions.get(approved_go_live_at__isnull=False)
    revision.content["sponsor"] = "A bank"
    revision.save()
    with clock_at(now() + timedelta(minutes=10)):
        publish_due()
    assert fresh(article).is_public
    assert not Overdue.objects.exists()


def test_a_schedule_called_off_takes_its_note_with_it(newsroom: Newsroom) -> None:
    article = due_but_invalid(newsroom)
    publish_due()
    article.revisions.update(approved_go_live_at=None)
    forget_settled()
    assert not Overdue.objects.exists()


def test_what_would_have_expired_already_is_not_published(newsroom: Newsroom) -> None:
    article = due(newsroom, expire_at=now() + 2 * SOON, expiry_reason="The offer ended.")
    with clock_at(now() + 3 * SOON):
        publish_due()
    assert not fresh(article).live
    assert Overdue.objects.get().reason == str(ExpiryPassed())


def test_a_live_article_is_withdrawn_at_its_expiry_with_its_reason(newsroom: Newsroom) -> None:
    article = newsroom.published(expire_at=now() + SOON, expiry_reason="The offer ended.")
    with clock_at(now() + 2 * SOON):
        assert withdraw_due() == 1
    gone = fresh(article)
    assert (gone.live, gone.withdrawal_reason, gone.expired) == (False, "The offer ended.", True)


def test_an_expiry_in_a_draft_alone_withdraws_nothing(newsroom: Newsroom) -> None:
    article = newsroom.published()
    article.expire_at, article.expiry_reason = now() + SOON, "The offer ended."
    article.save_revision()
    with clock_at(now() + 2 * SOON):
        assert withdraw_due() == 0
    assert fresh(article).is_public


def test_an_expiry_without_a_reason_stays_and_is_overdue(newsroom: Newsroom) -> None:
    article = newsroom.published(expire_at=now() + SOON)
    with clock_at(now() + 2 * SOON):
        withdraw_due()
    assert fresh(article).is_public
    assert Overdue.objects.get().act == Act.WITHDRAW


def test_a_withdrawn_article_can_be_published_again_at_a_time(newsroom: Newsroom) -> None:
    article = newsroom.published()
    withdraw(article.pk, reason="It was wrong.")
    withdrawn = fresh(article)
    withdrawn.go_live_at = now() + SOON
    withdrawn.save_revision().publish()
    assert fresh(article).withdrawal_reason == "It was wrong."
    make_due(withdrawn, now() - AGO)
    act_on_time()
    assert fresh(article).is_public


def test_withdrawing_needs_a_reason(newsroom: Newsroom) -> None:
    article = newsroom.published()
    with pytest.raises(ReasonMissing):
        withdraw(article.pk, reason="  ")
    assert fresh(article).is_public


def test_withdrawing_twice_keeps_the_first_reason(newsroom: Newsroom) -> None:
    article = newsroom.published()
    assert withdraw(article.pk, reason="First.")
    assert not withdraw(article.pk, reason="Second.")
    assert fresh(article).withdrawal_reason == "First."


def test_publishing_a_new_version_of_a_live_article_on_time(newsroom: Newsroom) -> None:
    article = newsroom.published("Before")
    article.title, article.go_live_at = "After", now() + SOON
    article.save_revision().publish()
    assert fresh(article).title == "Before"
    make_due(article, now() - AGO)
    publish_due()
    assert fresh(article).title == "After"


def test_publishing_by_hand_settles_the_schedule(newsroom: Newsroom) -> None:
    article = due_but_invalid(newsroom)
    publish_due()
    article.go_live_at = None
    article.save_revision().publish()
    forget_settled()
    assert (fresh(article).is_public, Overdue.objects.count()) == (True, 0)


@pytest.mark.sqlite
def test_what_is_to_be_withdrawn_is_found_without_a_walk_through_the_archive(newsroom: Newsroom) -> None:
    assert "article_withdraws" in due_withdrawals().explain()


@pytest.mark.sqlite
@pytest.mark.parametrize(("status", "index"), [("changed", "articles_newer_draft"), ("withdrawn", "article_withdrawn")])
def test_the_listing_finds_the_few_of_a_kind_by_their_index(newsroom: Newsroom, status: str, index: str) -> None:
    ensure_headline_index()
    assert index in having_status(ArticlePage.objects.order_by("-pk"), status).explain()
