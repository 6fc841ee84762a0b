"""What a saved article settles by itself: its address, its times, its being withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from warta.articles.models import Alert, ArticlePage, Correction, Origin
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, cite, publish
from warta.lib.clock import clock_at, now

NOON = datetime(2017, 12, 28, 5, 0, tzinfo=UTC)


def test_the_address_is_fixed_at_first_publication(newsroom: Newsroom) -> None:
    article = newsroom.published("Menlu AS dan Rusia sepakat")
    day = article.address_date
    assert article.address == f"/nasional/read/{day:%Y/%m/%d}/{article.pk}/menlu-as-dan-rusia-sepakat"


def test_a_new_headline_changes_the_words_of_the_address_alone(newsroom: Newsroom) -> None:
    article = newsroom.published("First words")
    before = article.address
    article.title = "Other words"
    after = publish(article).address
    assert before.rsplit("/", 1)[0] == after.rsplit("/", 1)[0]
    assert after.endswith("/other-words")


def test_moving_a_published_article_keeps_its_address(newsroom: Newsroom) -> None:
    article = newsroom.published()
    before = article.address
    article.move(newsroom.world, pos="last-child")
    moved = ArticlePage.objects.get(pk=article.pk)
    moved.save()
    assert moved.address == before


def test_a_moved_draft_takes_the_section_where_it_is_first_published(newsroom: Newsroom) -> None:
    draft = newsroom.draft()
    draft.move(newsroom.world, pos="last-child")
    article = publish(ArticlePage.objects.get(pk=draft.pk))
    assert article.address_section == "dunia"


def test_a_draft_of_a_live_article_stamps_nothing(newsroom: Newsroom) -> None:
    article = newsroom.published()
    stamp = article.changed_at
    article.title = "A draft"
    article.save_revision()
    assert ArticlePage.objects.get(pk=article.pk).changed_at == stamp


def test_publishing_again_stamps_the_change(newsroom: Newsroom) -> None:
    article = newsroom.published()
    with clock_at(now() + timedelta(minutes=5)):
        assert publish(article).changed_at > article.changed_at


def test_other_words_are_a_material_change(newsroom: Newsroom) -> None:
    article = newsroom.published()
    article.title = "Other words"
    again = publish(article)
    assert again.materially_changed_at == again.last_published_at


def test_the_same_words_are_no_material_change(newsroom: Newsroom) -> None:
    article = newsroom.published()
    again = publish(article)
    assert again.materially_changed_at == article.materially_changed_at


def test_a_small_change_keeps_the_time_readers_see(newsroom: Newsroom) -> None:
    article = newsroom.published()
    article.title, article.is_small_change = "Ministers agree.", True
    again = publish(article)
    assert again.materially_changed_at == article.materially_changed_at
    assert again.is_small_change is False


def test_a_correction_is_material_even_when_called_small(newsroom: Newsroom) -> None:
    article = newsroom.published()
    article.is_small_change = True
    article.corrections.add(Correction(text="It was Tuesday, not Monday."))
    again = publish(article)
    assert again.materially_changed_at == again.last_published_at


def test_a_withdrawn_article_published_again_is_no_longer_withdrawn(newsroom: Newsroom) -> None:
    article = newsroom.published()
    withdraw(article.pk, reason="It was wrong.")
    withdrawn = ArticlePage.objects.get(pk=article.pk)
    withdrawn.title = "Now right"
    again = publish(withdrawn)
    assert (again.is_public, again.withdrawn_at, again.withdrawal_reason) == (True, None, "")
    assert again.address.split("/")[:-1] == article.address.split("/")[:-1]


def test_publishing_an_old_revision_does_not_bring_an_old_address_back(newsroom: Newsroom) -> None:
    draft = newsroom.draft()
    first_revision = draft.get_latest_revision()
    article = publish(draft)
    first_revision.publish()
    again = ArticlePage.objects.get(pk=article.pk)
    assert (again.address_date, again.changed_at > article.changed_at) == (article.address_date, True)


def test_an_article_unpublished_by_other_ways_still_counts_as_withdrawn(newsroom: Newsroom) -> None:
    article = newsroom.published()
    article.unpublish()
    gone = ArticlePage.objects.get(pk=article.pk)
    assert gone.withdrawn_at is not None


def test_a_copy_is_a_new_article(newsroom: Newsroom) -> None:
    draft = newsroom.draft(alert=Alert.BREAKING, first_published_at=NOON, original_id="abc", origin=Origin.IMPORT)
    cite(draft)
    draft.corrections.add(Correction(text="It was Tuesday."))
    draft.save_revision()
    article = publish(draft)
    copy = ArticlePage.objects.get(pk=article.copy(update_attrs={"slug": "copy"}, keep_live=True).pk)
    assert (copy.alert, copy.origin, copy.original_id) == (Alert.NONE, Origin.NEWSROOM, None)
    assert copy.address_date != article.address_date
    assert list(copy.corrections.all()) == []
    assert [citation.key for citation in copy.citations.all()] == [citation.key for citation in article.citations.all()]


def test_neither_copies_nor_aliases_may_be_announced(newsroom: Newsroom) -> None:
    article = newsroom.published(alert=Alert.BREAKING)
    copy = article.copy(update_attrs={"slug": "copy"}, keep_live=True)
    alias = article.create_alias(parent=newsroom.world, update_slug="alias")
    alias.alert = Alert.BREAKING
    assert article.may_be_announced
    assert not copy.may_be_announced
    assert not alias.may_be_announced


def test_the_key_of_a_citation_survives_revisions(newsroom: Newsroom) -> None:
    draft = newsroom.draft()
    key = cite(draft).key
    draft.save_revision()
    first = publish(ArticlePage.objects.get(pk=draft.pk))
    again = publish(first)
    assert [citation.key for citation in again.citations.all()] == [key]
