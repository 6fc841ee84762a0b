"""What the newsroom tells the rooms above, and what the sweep finds when it could not tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from warta.articles import events
from warta.articles.models import ArticlePage, Correction, Slot
from warta.articles.publishing.changes import public_changes_since
from warta.articles.publishing.receivers import telling_together
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, author, cite, publish, topic
from warta.lib.clock import clock_at, now

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = ("article_published", "article_changed", "article_withdrawn", "listing_changed")


@pytest.fixture
def newsroom(transactional_db: None) -> Newsroom:
    return Newsroom()


@pytest.fixture
def told(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """Everything told, as (event, fact), from after the newsroom was made."""
    facts: list[tuple[str, Any]] = []
    for name in EVENTS:
        event = getattr(events, name)
        monkeypatch.setattr(event, "_listeners", [lambda fact, name=name: facts.append((name, fact))])
    return facts


def test_a_first_publication_is_told_once(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    assert [(name, fact.article_id) for name, fact in told] == [("article_published", article.pk)]


def test_publishing_again_is_told_as_a_change(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    article.title = "Other words"
    publish(article)
    assert [name for name, _ in told] == ["article_published", "article_changed"]
    assert told[-1][1].is_material


def test_the_same_words_are_told_as_no_material_change(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    publish(newsroom.published())
    assert not told[-1][1].is_material


def test_a_withdrawal_is_told(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    withdraw(article.pk, reason="It was wrong.")
    assert told[-1][0] == "article_withdrawn"
    assert article.address in told[-1][1].eager


def test_drafts_and_schedules_tell_nothing(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    newsroom.draft()
    newsroom.scheduled(at=now() + timedelta(days=1))
    assert told == []


def test_a_draft_of_a_live_article_tells_nothing(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    article.title = "A draft"
    article.save_revision()
    assert len(told) == 1


def test_nothing_is_told_before_the_commit(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    draft = newsroom.draft()
    with transaction.atomic():
        publish(draft)
        assert told == []
    assert [name for name, _ in told] == ["article_published"]


def test_what_was_rolled_back_is_never_told(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    draft = newsroom.draft()
    with transaction.atomic():
        publish(draft)
        transaction.set_rollback(True)
    assert told == []


def test_a_fact_names_every_list_that_shows_the_article(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    draft = newsroom.draft(topics=[topic("Diplomacy")], reply_to=newsroom.published())
    draft.bylines.create(author=author("Ana"))
    outlet = cite(draft).outlet
    draft.save_revision()
    article = publish(draft)
    tags = told[-1][1].tags
    assert {f"article:{article.pk}", "list:home", "list:all", f"list:section:{newsroom.section.pk}"} <= tags
    assert {
        f"list:day:{article.address_date:%Y-%m-%d}",
        f"list:outlet:{outlet.pk}",
        f"article:{draft.reply_to_id}",
    } <= tags
    assert f"list:topic:{article.topics.get().pk}" in tags
    assert f"list:author:{article.bylines.get().author_id}" in tags


def test_a_fact_names_the_pages_to_press_at_once(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    assert told[-1][1].eager == (article.address, "/", "/nasional/", "/feed.xml", "/nasional/feed.xml")


def test_a_failing_listener_never_stops_publishing(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_fact: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(events.article_published, "_listeners", [fail])
    assert newsroom.published().is_public


def test_a_topic_that_is_renamed_tells_its_tag(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    renamed = topic("Diplomacy")
    told.clear()
    renamed.name = "Foreign affairs"
    renamed.save()
    assert told == [("listing_changed", frozenset({f"topic:{renamed.pk}"}))]


def test_a_section_that_is_renamed_changes_every_page(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    newsroom.world.title = "World"
    newsroom.world.save_revision().publish()
    assert ("listing_changed", frozenset({"site"})) in told


def test_a_slot_that_is_filled_changes_that_front_alone(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    told.clear()
    newsroom.front.slots.add(Slot(article=article))
    newsroom.front.save_revision().publish()
    assert told == [("listing_changed", frozenset({"list:home"}))]


def test_the_sweep_finds_what_was_never_told(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    before = now()
    article = newsroom.published()
    newsroom.draft("Only a draft")
    changes = list(public_changes_since(before))
    assert [change.eager[0] for change in changes if change.eager] == [article.address]
    assert changes[0].tags == told[0][1].tags


def test_the_sweep_says_that_a_withdrawn_page_is_gone(newsroom: Newsroom) -> None:
    article = newsroom.published()
    before = now()
    withdraw(article.pk, reason="It was wrong.")
    assert [change.gone for change in public_changes_since(before)] == [(article.address, f"/en{article.address}")]


def test_the_sweep_finds_names_and_fronts(newsroom: Newsroom) -> None:
    before = now()
    renamed = topic("Diplomacy")
    newsroom.world.save_revision().publish()
    tags = {tag for change in public_changes_since(before) for tag in change.tags}
    assert tags == {f"topic:{renamed.pk}", f"section:{newsroom.world.pk}", f"list:section:{newsroom.world.pk}"}


def test_a_slot_that_ended_by_the_clock_is_found(newsroom: Newsroom) -> None:
    ends = now() + timedelta(hours=1)
    Slot.objects.create(front=newsroom.front.page_ptr, article=newsroom.published(), until=ends)
    with clock_at(ends + timedelta(seconds=1)):
        changes = list(public_changes_since(ends - timedelta(seconds=30)))
    assert [change.tags for change in changes] == [frozenset({"list:home"})]


def test_a_correction_is_told_as_material(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    article = newsroom.published()
    article.corrections.add(Correction(text="It was Tuesday."))
    publish(article)
    assert told[-1][1].is_material


def test_reading_a_row_that_is_gone_tells_nothing(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    from warta.articles.publishing.receivers import tell_of_article

    tell_of_article(ArticlePage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    assert told == []


def test_many_at_the_same_time_are_told_at_the_end(newsroom: Newsroom, told: list[tuple[str, Any]]) -> None:
    drafts = [newsroom.draft(f"Article {number}") for number in range(3)]
    with telling_together():
        for draft in drafts:
            publish(draft)
        assert told == []
    assert [name for name, _ in told] == ["article_published"] * 3
    assert [bool(fact.eager) for _, fact in told] == [False, False, True]


def test_more_than_a_few_at_the_same_time_are_left_to_the_worker(
    newsroom: Newsroom, told: list[tuple[str, Any]]
) -> None:
    drafts = [newsroom.draft(f"Article {number}") for number in range(6)]
    with telling_together():
        for draft in drafts:
            publish(draft)
    assert [(bool(fact.tags), fact.eager) for _, fact in told] == [(False, ())] * 5 + [(True, ())]
