from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from warta.articles.models import ArticlePage, Outlet
from warta.articles.queries import articles_of_topic
from warta.articles.reading.listings import Archive, archive_of, newest_listing
from warta.articles.tests.newsroom import Newsroom, author, cite, publish, topic
from warta.articles.tests.pages import read, tags_shown, text_of

DAY = date(2026, 3, 10)


def on_day(article: ArticlePage, day: date) -> ArticlePage:
    moment = article.published_at - timedelta(days=(article.published_at.date() - day).days)
    ArticlePage.objects.filter(pk=article.pk).update(address_date=day, first_published_at=moment)
    return ArticlePage.objects.get(pk=article.pk)


def test_a_day_lists_its_articles_and_leads_to_the_days_around_it(newsroom: Newsroom) -> None:
    for headline, day in (("Before", DAY - timedelta(days=3)), ("That day", DAY), ("After", DAY + timedelta(days=1))):
        on_day(newsroom.published(headline), day)
    text = text_of(read("/archive/2026/03/10/"))
    assert "That day" in text
    assert "Before" not in text
    assert 'href="/archive/2026/03/07/"' in text
    assert 'href="/archive/2026/03/11/"' in text


@pytest.mark.parametrize("path", ["/archive/2026/03/12/", "/archive/2099/01/01/", "/archive/2026/02/31/"])
def test_a_day_without_articles_or_no_day_at_all_is_not_found(newsroom: Newsroom, path: str) -> None:
    on_day(newsroom.published(), DAY)
    assert read(path).status_code == 404


def test_a_day_is_pressed_again_when_a_nearer_neighbour_appears(newsroom: Newsroom) -> None:
    for day in (DAY - timedelta(days=3), DAY, DAY + timedelta(days=1)):
        on_day(newsroom.published(f"On {day}"), day)
    assert set(archive_of(DAY).watched) == {f"list:day:2026-03-{day:02}" for day in (7, 8, 9, 10, 11)}
    assert "list:all" in archive_of(DAY + timedelta(days=1)).watched


def test_far_neighbours_are_watched_through_every_new_article() -> None:
    assert "list:all" in Archive(DAY, [], DAY - timedelta(days=90), DAY + timedelta(days=1)).watched


def test_lists_of_a_topic_an_author_and_an_outlet_show_what_belongs_to_them(newsroom: Newsroom) -> None:
    korea, ana = topic("Korea"), author("Ana")
    article = newsroom.draft("Theirs")
    article.topics.add(korea)
    article.bylines.create(author=ana)
    cite(article, "Reuters")
    article.save_revision()
    publish(article)
    newsroom.published("Another one")
    independent = Outlet.objects.get()
    for named, kind in ((korea, "topic"), (ana, "author"), (independent, "outlet")):
        text = text_of(read(named.get_absolute_url()))
        assert "Theirs" in text
        assert "Another one" not in text
        tags = tags_shown(named.get_absolute_url())
        assert {"site", f"{kind}:{named.pk}", f"list:{kind}:{named.pk}", f"article:{article.pk}"} <= tags


def test_lists_page_by_month(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.articles.reading.listings.ON_THE_FIRST_PAGE", 1)
    korea = topic("Korea")
    for headline, day in (("January", date(2026, 1, 5)), ("March", DAY)):
        article = newsroom.draft(headline)
        article.topics.add(korea)
        article.save_revision()
        on_day(publish(article), day)
    first = text_of(read("/topic/korea/"))
    assert "March" in first
    assert 'href="/topic/korea/2026/01/"' in first
    older = text_of(read("/topic/korea/2026/01/"))
    assert "January" in older
    assert 'href="/topic/korea/2026/03/"' in older
    assert read("/topic/korea/2026/02/").status_code == 404
    assert read("/topic/korea/2026/13/").status_code == 404


def test_a_list_takes_the_same_number_of_queries_however_long(
    newsroom: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    korea = topic("Korea")
    for number in range(12):
        article = newsroom.draft(f"Article {number}")
        article.topics.add(korea)
        article.save_revision()
        publish(article)
    with django_assert_max_num_queries(4):
        newest_listing(articles_of_topic(korea))


def test_what_has_a_name_but_no_articles_says_so(newsroom: Newsroom) -> None:
    topic("Quiet")
    assert "Belum ada artikel di sini." in text_of(read("/topic/quiet/"))
    assert read("/topic/none/").status_code == 404
