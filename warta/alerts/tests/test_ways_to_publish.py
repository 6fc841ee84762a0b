"""However the newsroom publishes, what went live is announced once; whatever it does besides announces nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.telegram_standin import StandIn
from warta.alerts.models import Announcement, Channel
from warta.alerts.services import announce_missing
from warta.alerts.tests.conftest import events_told, work
from warta.articles.models import ArticlePage
from warta.articles.tests.newsroom import Newsroom
from warta.lib.clock import now


@pytest.fixture
def editor(newsroom: Newsroom) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(newsroom.budi)
    return client


def posts(stand_in: StandIn) -> int:
    announce_missing()
    work()
    return len(stand_in.chats.standing())


def bulk(editor: Client, action: str, *articles: ArticlePage, **data: Any) -> None:
    chosen = "&".join(f"id={article.pk}" for article in articles)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    with events_told():
        done = editor.post(f"{address}?{chosen}&next=/newsroom/", data)
    assert done.status_code in (200, 302)


def test_published_in_bulk_each_is_announced_once(
    editor: Client, newsroom: Newsroom, channel: Channel, stand_in: StandIn
) -> None:
    articles = [newsroom.draft(f"News {number}", alert="breaking") for number in range(3)]
    bulk(editor, "publish", *articles)
    assert all(ArticlePage.objects.values_list("live", flat=True))
    assert posts(stand_in) == 3
    bulk(editor, "publish", *articles)
    assert posts(stand_in) == 3


def test_a_scheduled_article_published_in_bulk_waits_for_its_time(
    editor: Client, newsroom: Newsroom, channel: Channel, stand_in: StandIn
) -> None:
    article = newsroom.scheduled(alert="breaking", at=now() + timedelta(hours=1))
    bulk(editor, "publish", article)
    assert posts(stand_in) == 0
    assert not Announcement.objects.exists()


def test_a_copy_that_is_published_at_once_announces_nothing(
    editor: Client, newsroom: Newsroom, channel: Channel, stand_in: StandIn
) -> None:
    with events_told():
        article = newsroom.published("News", alert="breaking")
    assert posts(stand_in) == 1
    copying = {"new_title": "News", "new_slug": "again", "new_parent_page": article.get_parent().pk}
    with events_told():
        editor.post(reverse("wagtailadmin_pages:copy", args=[article.pk]), {**copying, "publish_copies": "on"})
    assert posts(stand_in) == 1


def test_moving_an_article_announces_nothing(
    editor: Client, newsroom: Newsroom, channel: Channel, stand_in: StandIn
) -> None:
    with events_told():
        article = newsroom.published("News", alert="breaking")
    assert posts(stand_in) == 1
    with events_told():
        editor.post(reverse("wagtailadmin_pages:move_confirm", args=[article.pk, newsroom.world.pk]))
    assert posts(stand_in) == 1


def test_going_back_to_an_older_version_edits_and_sends_nothing_twice(
    editor: Client, newsroom: Newsroom, channel: Channel, stand_in: StandIn
) -> None:
    with events_told():
        article = newsroom.published("News", alert="breaking")
    older = article.latest_revision
    article.title = "Newer news"
    with events_told():
        article.save_revision().publish()
    assert posts(stand_in) == 1
    with events_told():
        older.publish()
    assert posts(stand_in) == 1
    assert len(stand_in.calls_of("sendMessage")) + len(stand_in.calls_of("sendPhoto")) == 1
