"""Links that are placed at publication, shown on the page, and decided on in the newsroom."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from warta.articles.models import ArticlePage, Kind
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom
from warta.articles.tests.pages import read, tags_shown, text_of
from warta.lib.clock import now
from warta.linking.models import Followed, Placement, Placing
from warta.linking.placing.following import keep_profiles, place_missing
from warta.linking.placing.services import (
    choose_for_sections,
    place_links,
    remove_link,
    replace_link,
    turn_off,
    turn_on,
)
from warta.linking.proposals.candidates import links_of_desk, nearby_articles
from warta.linking.proposals.queries import related_to
from warta.linking.proposals.texts import texts_of
from warta.search import services
from warta.search.reader import forget_readers
from warta.search.tests.following import follow_all

LONG = [("paragraph", "".join(f"<p>Sungai Blorong meluap di Kaliwungu, bagian {number}.</p>" for number in range(9)))]
NAMED = ("Sungai Blorong Meluap di Kaliwungu", "Warga Kaliwungu Mengungsi", "Kaliwungu Menunggu Bantuan")


@pytest.fixture(autouse=True)
def index_root(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.SEARCH_ROOT = tmp_path / "search"
    yield
    for follower in services._followers.values():
        follower.close()
    services._followers.clear()
    forget_readers()


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    return Newsroom()


def earlier(newsroom: Newsroom) -> list[ArticlePage]:
    return [
        newsroom.published(name, language="id", body=[("paragraph", f"<p>{name}: sungai Blorong, kata warga.</p>")])
        for name in NAMED
    ]


def flood(newsroom: Newsroom, **fields: Any) -> ArticlePage:
    return newsroom.published("Banjir Kaliwungu Surut", language="id", body=fields.pop("body", LONG), **fields)


def placed(article: ArticlePage) -> list[int]:
    return list(Placement.objects.filter(article=article, removed_at=None).values_list("target_id", flat=True))


def test_two_links_stand_between_the_paragraphs_and_the_rest_below(newsroom: Newsroom) -> None:
    others = {article.pk for article in earlier(newsroom)}
    article = flood(newsroom)
    assert place_links(article.pk) == 2
    page = text_of(read(article.address))
    assert page.count('class="readalso"') == 2
    assert set(placed(article)) < others
    for pk in others:
        assert page.count(f"/{pk}/") == 1, "no article stands twice on the page"


def test_links_are_placed_once_and_none_in_a_draft(newsroom: Newsroom) -> None:
    earlier(newsroom)
    article = flood(newsroom)
    assert (place_links(article.pk), place_links(article.pk)) == (2, 0)
    assert place_links(newsroom.draft("Banjir", body=LONG).pk) == 0
    assert place_links(10**9) == 0


def test_an_editors_own_line_counts_and_is_not_said_twice(newsroom: Newsroom) -> None:
    first, *_ = earlier(newsroom)
    article = flood(newsroom, body=[*LONG, ("read_also", {"article": first}), *LONG])
    assert place_links(article.pk) == 1
    assert first.pk not in placed(article)


def test_what_somebody_paid_for_gets_none_and_is_none(newsroom: Newsroom) -> None:
    paid = newsroom.published("Iklan Kaliwungu Blorong", language="id", kind=Kind.SPONSORED, sponsor="Toko")
    earlier(newsroom)
    article = flood(newsroom)
    place_links(article.pk)
    assert paid.pk not in placed(article)
    advert = flood(newsroom, kind=Kind.SPONSORED, sponsor="Toko")
    assert place_links(advert.pk) == 0


def test_a_withdrawn_target_is_not_shown_and_the_page_follows_it(newsroom: Newsroom) -> None:
    earlier(newsroom)
    article = flood(newsroom)
    place_links(article.pk)
    gone = ArticlePage.objects.get(pk=placed(article)[0])
    assert f"article:{gone.pk}" in tags_shown(article.address)
    withdraw(gone.pk, reason="It was wrong.", user=newsroom.budi)
    page = text_of(read(article.address))
    assert gone.address not in page
    assert f"article:{gone.pk}" in tags_shown(article.address)


def test_off_for_the_article_or_its_section_places_none(newsroom: Newsroom) -> None:
    earlier(newsroom)
    choose_for_sections([newsroom.world.pk], by="x")
    article = flood(newsroom)
    assert place_links(article.pk) == 0
    choose_for_sections([newsroom.world.pk, newsroom.section.pk], by="x")
    turn_on(article, by="x")
    assert len(placed(article)) == 2
    turn_off(article, by="x")
    assert placed(article) == []


def test_a_removed_link_does_not_come_back_and_another_can_take_its_place(newsroom: Newsroom) -> None:
    others = earlier(newsroom)
    article = flood(newsroom)
    place_links(article.pk)
    first, second = Placement.objects.filter(article=article)
    remove_link(first, by="x")
    left = next(other for other in others if other.pk not in (first.target_id, second.target_id))
    replace_link(second, left, by="x")
    turn_on(article, by="x")
    assert first.target_id not in placed(article)
    assert left.pk in placed(article)
    assert text_of(read(article.address)).count(f"/{left.pk}/") == 1


def test_the_job_heals_what_a_crash_left(newsroom: Newsroom) -> None:
    earlier(newsroom)
    article = flood(newsroom)
    ArticlePage.objects.update(changed_at="2020-10-16T00:00:00Z")
    follow_all()
    keep_profiles()
    assert place_missing() > 0
    assert len(placed(article)) == 2
    assert Followed.objects.count() == 2
    assert place_missing() == 0


def test_only_what_came_before_is_related_and_never_the_article_itself(newsroom: Newsroom) -> None:
    before = earlier(newsroom)
    article = flood(newsroom)
    follow_all()
    later = newsroom.published("Sungai Blorong Meluap Lagi di Kaliwungu", language="id")
    found = related_to(article.pk, count=10)
    assert {one.pk for one in before} <= set(found)
    assert not {article.pk, later.pk} & set(found)


def test_related_answers_in_the_ids_it_was_asked_in(newsroom: Newsroom, tmp_path: Path, capsys: Any) -> None:
    for number, article in enumerate(earlier(newsroom)):
        ArticlePage.objects.filter(pk=article.pk).update(original_id=f"lama:{number}")
    article = flood(newsroom)
    ArticlePage.objects.filter(pk=article.pk).update(original_id="lama:9")
    batch = tmp_path / "ids.txt"
    batch.write_text(f"lama:9\n\n{article.pk}\nunknown\n", "utf-8")
    call_command("related", batch=str(batch))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == ["lama:9", str(article.pk), "unknown"]
    assert set(lines[0]["related"]) == {"lama:0", "lama:1", "lama:2"}
    assert all(isinstance(pk, int) for pk in lines[1]["related"])
    assert lines[2]["related"] == []


def test_related_says_what_is_missing(newsroom: Newsroom, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="batch"):
        call_command("related")
    with pytest.raises(CommandError):
        call_command("related", batch=str(tmp_path / "none.txt"))
    with pytest.raises(CommandError):
        call_command("related", "unknown")


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_proposals_follow_what_is_typed(newsroom: Newsroom) -> None:
    first, *_ = earlier(newsroom)
    address = reverse("links:proposals", args=[0])
    typed = {"title": "Banjir Kaliwungu", "summary": "", "paragraphs": ["Sungai Blorong surut."], "linked": []}
    found = text_of(client_of(newsroom.ana).post(address, json.dumps(typed), content_type="application/json"))
    assert f'data-proposal="{first.pk}"' in found
    typed["linked"] = [str(first.pk)]
    found = text_of(client_of(newsroom.ana).post(address, json.dumps(typed), content_type="application/json"))
    assert f'data-proposal="{first.pk}"' not in found


@pytest.mark.parametrize("body", ["", "[]", "{", '{"paragraphs": 7}', '{"title": {"a": 1}, "linked": ["²", -1, null]}'])
def test_a_broken_request_for_proposals_is_answered_sensibly(newsroom: Newsroom, body: str) -> None:
    address = reverse("links:proposals", args=[0])
    answer = client_of(newsroom.ana).post(address, body, content_type="application/json")
    assert answer.status_code in (200, 400)


HOSTILE = {
    "empty": "",
    "one word": "banjir",
    "a hundred thousand words": "kaliwungu blorong " * 50_000,
    "all the same": "sama " * 5000,
    "Chinese": "国务院总理表示，经济继续增长。" * 200,
    "Arabic": "قال الرئيس إن الحكومة ستعمل. " * 200,
    "broken letters": "\ud800\u202e<script>' OR 1=1 --",
    "signs of a query": '"((( AND OR NOT +title:* ~9 ^',
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_gets_proposals_or_none(newsroom: Newsroom, hostile: str) -> None:
    earlier(newsroom)
    follow_all()
    client, address = client_of(newsroom.ana), reverse("links:proposals", args=[0])
    for typed in ({"title": hostile[:500], "paragraphs": [hostile]}, {"asked": hostile}):
        answer = client.post(address, json.dumps(typed), content_type="application/json")
        assert answer.status_code == 200


@pytest.mark.parametrize("hostile", [words for words in HOSTILE.values() if "\ud800" not in words])
def test_a_hostile_article_is_related_to_earlier_ones_or_to_none(
    newsroom: Newsroom, hostile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {one.pk for one in earlier(newsroom)}
    article = newsroom.published(hostile[:100] or "Tanpa isi", language="id", body=[("paragraph", f"<p>{hostile}</p>")])
    call_command("related", str(article.pk), json=True)
    assert set(json.loads(capsys.readouterr().out)["related"]) <= before


def test_what_the_desk_links_to_is_proposed_without_a_word_in_common(newsroom: Newsroom) -> None:
    guide = newsroom.published("Panduan Membayar Pajak Kendaraan", language="id")
    lines = [("paragraph", "<p>Kambing lepas di pasar.</p>"), ("read_also", {"article": guide})]
    newsroom.published("Kambing Lepas", language="id", body=lines)
    article = newsroom.published("Harga Cabai Naik", language="id", body=[("paragraph", "<p>Pedagang mengeluh.</p>")])
    text = texts_of([article.pk])[article.pk]
    nearby = nearby_articles(text, now())
    assert links_of_desk(text, nearby, now())[guide.pk] > 0.9
    assert not links_of_desk(replace(text, editor=987), nearby, now())
    assert related_to(article.pk, count=10)[0] == guide.pk


def test_an_editor_decides_and_a_reader_may_not(newsroom: Newsroom) -> None:
    earlier(newsroom)
    article = flood(newsroom)
    place_links(article.pk)
    editor, address = client_of(newsroom.budi), reverse("links:decide", args=[article.pk])
    page = text_of(editor.get(reverse("links:links", args=[article.pk])))
    assert all(ArticlePage.objects.get(pk=pk).title in page for pk in placed(article))
    first = Placement.objects.filter(article=article).first()
    assert first is not None
    editor.post(address, {"act": "remove", "link": first.pk})
    assert first.target_id not in placed(article)
    assert client_of(newsroom.dewi).post(address, {"act": "off"}).status_code in (302, 403)
    assert not Placing.objects.filter(article=article, is_off=True).exists()
    assert client_of(newsroom.budi).get(reverse("links:sections")).status_code in (302, 403)
    assert client_of(newsroom.fajar).get(reverse("links:sections")).status_code == 200
