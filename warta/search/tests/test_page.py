"""The search page, as a reader without JavaScript meets it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from warta.articles.models import Kind
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, author, publish
from warta.lib.limits import Limit
from warta.search import views
from warta.search.tests.following import follow_all

HOSTILE = [
    "(((", "AND OR NOT", "*", "*foo", '"', "\x00", "\u202eabc", "中文新闻", "أخبار", "😀", "yang di", "x" * 200_000,
    " ".join(f"kata{number}" for number in range(10_000)), "<script>alert(1)</script>", "' OR 1=1 --", "%00",
]  # fmt: skip


def ask(words: str, *, language: str = "en", **more: str) -> Any:
    return Client().get(f"/{language}/search" if language != "id" else "/search", {"q": words, **more})


def text_of(response: Any) -> str:
    return str(response.content.decode())


def ids_found(response: Any) -> list[int]:
    return [result.article_id for result in response.context.get("results", [])]


def test_an_article_is_found_with_its_words_marked(newsroom: Newsroom) -> None:
    newsroom.published("Gunung meletus", summary="Warga <mengungsi> dari lereng.", language="id")
    follow_all()
    page = text_of(ask("letusan ungsi", language="id"))
    assert "<mark>meletus</mark>" in page
    assert "&lt;<mark>mengungsi</mark>&gt;" in page


def test_the_text_that_matched_is_shown_where_the_summary_says_nothing(newsroom: Newsroom) -> None:
    body = [("paragraph", "<p>Nothing here.</p><p>The <b>vol</b>cano &amp; the sea.</p>")]
    newsroom.published("Mountains", body=body, language="en")
    follow_all()
    assert "The <mark>volcano</mark> &amp; the sea." in text_of(ask("volcanoes"))


def test_a_withdrawn_article_is_gone_at_once(newsroom: Newsroom) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    withdraw(article.pk, reason="It slept.")
    response = ask("volcano")
    assert ids_found(response) == []
    assert "Nothing was found" in text_of(response)


def test_the_headline_counts_more_than_the_text(newsroom: Newsroom) -> None:
    in_text = newsroom.published("Mountains", body=[("paragraph", "<p>A volcano awakens.</p>")])
    in_headline = newsroom.published("A volcano awakens", body=[("paragraph", "<p>On the mountains it was.</p>")])
    follow_all()
    assert ids_found(ask("volcano")) == [in_headline.pk, in_text.pk]


def test_articles_with_some_of_the_words_follow_those_with_all(newsroom: Newsroom) -> None:
    some = newsroom.published("Volcano awakens")
    whole = newsroom.published("Volcano under glacier")
    follow_all()
    response = ask("volcano glacier")
    assert ids_found(response) == [whole.pk, some.pk]
    assert "the others have some of the words" in text_of(response)


def test_filters_narrow_it_down(newsroom: Newsroom) -> None:
    ana = author("Ana Wijaya")
    home = newsroom.published("Volcano one", kind=Kind.OPINION)
    world = newsroom.published("Volcano two", section=newsroom.world)
    home.bylines.create(author=ana)
    publish(home)
    follow_all()
    day = world.address_date.isoformat() if world.address_date else ""
    assert ids_found(ask("volcano", section="dunia")) == [world.pk]
    assert ids_found(ask("volcano", kind="opinion")) == [home.pk]
    assert ids_found(ask("volcano", author="ana wijaya")) == [home.pk]
    assert ids_found(ask("volcano", author="Nobody")) == []
    assert len(ids_found(ask("volcano", since=day, until=day))) == 2
    assert ids_found(ask("volcano", until="2001-01-01")) == []


def test_a_filter_that_makes_no_sense_is_said_and_left_out(newsroom: Newsroom) -> None:
    newsroom.published("Volcano awakens")
    follow_all()
    response = ask("volcano", since="yesterday", section="nowhere", kind="joke")
    assert len(ids_found(response)) == 1
    assert "Enter a valid date" in text_of(response)


def test_a_typing_error_is_corrected_on_request(newsroom: Newsroom) -> None:
    newsroom.published("Volcano awakens")
    follow_all()
    page = text_of(ask("volacno awakens"))
    assert "Did you mean:" in page
    assert "/en/search?q=volcano%20awakens" in page


def test_results_are_turned_by_page(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.search.results.PAGE", 2)
    for number in range(3):
        newsroom.published(f"Volcano {number}")
    follow_all()
    first, second = ask("volcano"), ask("volcano", page="2")
    assert not set(ids_found(first)) & set(ids_found(second))
    assert 'rel="next" href="/en/search?q=volcano&amp;page=2"' in text_of(first)
    assert ids_found(ask("volcano", page="99999")) == ids_found(first)
    assert ids_found(ask("volcano", page="999")) == ids_found(second)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_question_is_answered(newsroom: Newsroom, words: str) -> None:
    newsroom.published("Volcano awakens")
    follow_all()
    response = ask(words)
    assert response.status_code == 200
    assert "<script>alert" not in text_of(response)


def test_without_an_index_the_page_says_that_it_is_coming(newsroom: Newsroom) -> None:
    response = ask("volcano")
    assert response.status_code == 503
    assert "being prepared" in text_of(response)


def test_an_empty_question_shows_the_form_and_the_latest(newsroom: Newsroom) -> None:
    newsroom.published("Volcano awakens")
    page = text_of(ask(""))
    assert 'name="q"' in page
    assert "Volcano awakens" in page


def test_the_page_is_not_for_search_engines_and_never_pressed(newsroom: Newsroom) -> None:
    response = ask("volcano")
    assert 'name="robots" content="noindex"' in text_of(response)
    assert "private" in response["Cache-Control"]


def test_the_language_switch_keeps_the_question(newsroom: Newsroom) -> None:
    assert 'href="/search?q=volcano"' in text_of(ask("volcano"))


def test_the_site_speaks_indonesian_at_its_root(newsroom: Newsroom) -> None:
    page = text_of(ask("", language="id"))
    assert "<h1>Cari</h1>" in page
    assert 'action="/search"' in page


def test_every_page_leads_to_the_search(newsroom: Newsroom) -> None:
    assert 'href="/search"' in text_of(Client().get("/"))


def test_who_asks_without_pause_is_told_to_wait(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ASKING", Limit(amount=1, seconds=60))
    ask("volcano")
    response = ask("volcano")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_a_page_of_results_takes_few_queries(
    newsroom: Newsroom, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        newsroom.published(f"Volcano {number}")
    follow_all()
    with django_assert_max_num_queries(14):
        ask("volcano")


def test_the_command_prints_what_a_reader_would_find(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    article = newsroom.published("Volcano awakens")
    follow_all()
    call_command("search", "volcanoes", "--json", "-n", "1")
    line = json.loads(capsys.readouterr().out)
    assert (line["id"], line["title"], line["score"] > 0) == (article.pk, "Volcano awakens", True)


def test_the_command_makes_the_index_anew(newsroom: Newsroom, capsys: pytest.CaptureFixture[str]) -> None:
    newsroom.published("Volcano awakens")
    call_command("reindex")
    assert "holds 1 articles" in capsys.readouterr().out
    assert len(ids_found(ask("volcano"))) == 1


def test_words_in_quotation_marks_are_found_as_they_stand(newsroom: Newsroom) -> None:
    together = newsroom.published("The sea of volcano islands")
    newsroom.published("Islands of the volcano")
    follow_all()
    assert ids_found(ask('"volcano islands"')) == [together.pk]
