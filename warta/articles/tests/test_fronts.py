from __future__ import annotations

import re
from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from warta.articles.models import ArticlePage, Slot
from warta.articles.queries import curated_slots
from warta.articles.reading.fronts import home_front, section_front
from warta.articles.tests.newsroom import Newsroom
from warta.articles.tests.pages import read, small_picture, tags_shown, text_of
from warta.lib.clock import now


def test_no_article_stands_on_the_home_page_twice(newsroom: Newsroom) -> None:
    for number in range(24):
        newsroom.published(f"Article {number}", section=newsroom.world if number % 2 else None)
    front = home_front([])
    ids = [card.article.pk for card in front.cards]
    assert len(ids) == len(set(ids)) == 24
    links = re.findall(r'<h\d class="card__headline"><a href="([^"]+)"', text_of(read("/")))
    assert len(links) == len(set(links))


def test_curated_slots_come_first_under_their_own_headline(newsroom: Newsroom) -> None:
    old = newsroom.published("Old")
    newsroom.published("New", lead_image=small_picture())
    Slot.objects.create(front=newsroom.front, article=old, headline="Told anew")
    front = home_front(curated_slots(newsroom.front.pk))
    assert front.lead is not None
    assert front.lead.headline == "Told anew"
    assert "Told anew" in text_of(read("/"))


def test_a_slot_that_has_run_out_or_lost_its_article_is_left_out(newsroom: Newsroom) -> None:
    late, gone = newsroom.published("Late"), newsroom.published("Gone")
    Slot.objects.create(front=newsroom.front, article=late, until=now() - timedelta(minutes=1))
    Slot.objects.create(front=newsroom.front, article=gone)
    ArticlePage.objects.filter(pk=gone.pk).update(live=False, withdrawn_at=now())
    assert curated_slots(newsroom.front.pk) == []
    assert "Gone" not in text_of(read("/"))


def test_without_slots_the_newest_with_a_picture_leads_and_nothing_paid_for_does(newsroom: Newsroom) -> None:
    pictured = newsroom.published("Pictured", lead_image=small_picture())
    plain = newsroom.published("Plain")
    newsroom.published("Paid", kind="sponsored", sponsor="Surya", lead_image=small_picture("Sun"))
    front = home_front([])
    assert front.lead is not None
    assert [front.lead.article.pk, *(card.article.pk for card in front.beside)] == [pictured.pk, plain.pk]
    assert "Disponsori Surya" in text_of(read("/"))


def test_a_section_lists_its_own_and_then_points_to_the_archive(newsroom: Newsroom) -> None:
    newsroom.published("At home")
    newsroom.published("Abroad", section=newsroom.world)
    front = section_front(newsroom.world, [])
    assert [card.headline for card in front.cards] == ["Abroad"]
    assert front.older_day is None


def test_fronts_take_the_same_number_of_queries_however_many_articles(
    newsroom: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        newsroom.published(f"Article {number}")
    with django_assert_max_num_queries(7):
        home_front(curated_slots(newsroom.front.pk))
    with django_assert_max_num_queries(5):
        section_front(newsroom.section, curated_slots(newsroom.section.pk))


def test_fronts_note_their_lists_and_cards_for_the_press(newsroom: Newsroom) -> None:
    article = newsroom.published()
    pk = newsroom.section.pk
    assert {"site", "list:home", f"article:{article.pk}", f"section:{pk}"} <= tags_shown("/")
    assert {f"list:section:{pk}", f"section:{pk}", f"article:{article.pk}"} <= tags_shown("/nasional/")
