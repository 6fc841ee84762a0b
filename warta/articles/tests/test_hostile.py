"""What somebody tries who wants the newsroom's pages to break, or to do their work."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from warta.articles.models import ArticlePage, Author, Topic
from warta.articles.newsroom.headlines import ensure_headline_index
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, author, publish, topic
from warta.articles.tests.pages import read, text_of
from warta.articles.tests.test_listings import DAY, on_day
from warta.articles.tests.test_newsroom import form, newest, signed_in, write

MACHINES = ("/feed.xml", "/atom.xml", "/news-sitemap.xml", "/sitemap.xml", "/sitemap-pages.xml")


@pytest.mark.parametrize(
    "path",
    [
        "/archive/02026/03/10/", "/archive/2026/3/10/", "/archive/2026/03/010/", "/topic/korea/02026/03/",
        "/topic/korea/2026/3/", "/author/ana/02026/03/", "/sitemap-2026-03-01.xml",
    ],
)  # fmt: skip
def test_a_page_has_one_spelling_of_its_date(newsroom: Newsroom, path: str) -> None:
    article = newsroom.draft()
    article.topics.add(topic("Korea"))
    article.bylines.create(author=author("Ana"))
    article.save_revision()
    on_day(publish(article), DAY)
    assert read("/archive/2026/03/10/").status_code == 200
    assert read("/topic/korea/2026/03/").status_code == 200
    assert read("/sitemap-2026-03-1.xml").status_code == 200
    assert read(path).status_code == 404


@pytest.mark.parametrize("year", ["0000", "9999", "99999999999", "9" * 20, "9" * 5000])
def test_a_year_that_no_calendar_has_is_not_found(newsroom: Newsroom, year: str) -> None:
    topic("Korea")
    assert read(f"/archive/{year}/01/01/").status_code == 404
    assert read(f"/topic/korea/{year}/01/").status_code == 404
    assert read(f"/sitemap-{year}-01-1.xml").status_code == 404


def test_characters_that_xml_forbids_break_no_feed(newsroom: Newsroom) -> None:
    bad = "Rain\x01 \x0b\x1f\ufffe\uffff\x7f and wind"
    article = newsroom.draft(bad, summary=bad)
    article.topics.add(Topic.objects.create(name=bad, slug="bad"))
    article.bylines.create(author=Author.objects.create(name="Ana\x08", slug="ana"))
    article.save_revision()
    publish(article)
    for path in MACHINES:
        answer = read(path)
        assert answer.status_code == 200, path
        ElementTree.fromstring(answer.content)


@pytest.mark.parametrize("words", ["²", "9" * 40, "9" * 5000, "\x01", "%' OR 1=1 --", "a" * 5000])
def test_the_listing_can_be_searched_for_anything(newsroom: Newsroom, words: str) -> None:
    ensure_headline_index()
    answer = signed_in(newsroom.ana).get("/newsroom/articles/", {"q": words})
    assert answer.status_code == 200


def contentstate(text: str, **link: Any) -> str:
    block = {"key": "a", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    entities = {}
    if link:
        block["entityRanges"] = [{"offset": 0, "length": 4, "key": 0}]
        entities = {"0": link}
    return json.dumps({"blocks": [block], "entityMap": entities})


def published_with(newsroom: Newsroom, paragraph: str, **fields: Any) -> ArticlePage:
    client = signed_in(newsroom.budi)
    data = form(**fields) | {"body-0-value": paragraph, "action-publish": "1"}
    assert write(client, newsroom.section, data).status_code == 302
    return newest()


@pytest.mark.parametrize("text", ["half an emoji \ud83d here", "a \x01 b \uffff", "\udc00"])
def test_text_that_no_database_stores_is_published_without_it(newsroom: Newsroom, text: str) -> None:
    article = published_with(newsroom, contentstate(text))
    assert read(article.address).status_code == 200


@pytest.mark.parametrize(
    "link",
    [
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(1)"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "java\tscript:alert(1)"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": " data:text/html,<script>alert(1)</script>"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"url": 'https://a.example/"onmouseover="alert(1)'}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "²", "url": "x"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "9" * 40, "url": "x"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"id": "9" * 5000, "url": "x"}},
        {"type": "LINK", "mutability": "MUTABLE", "data": {"id": {"a": '"><script>alert(1)</script>'}, "url": "x"}},
        {"type": "CITATION", "mutability": "MUTABLE", "data": {"key": '"><script>alert(1)</script>'}},
        {"type": "IMAGE", "mutability": "IMMUTABLE", "data": {"src": 'x" onerror="alert(1)'}},
        {"type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "javascript:alert(1)"}},
        {"type": "DOCUMENT", "mutability": "MUTABLE", "data": {"id": "²"}},
    ],
)
def test_a_forged_mark_in_the_text_runs_nothing_and_breaks_nothing(newsroom: Newsroom, link: dict[str, Any]) -> None:
    article = published_with(newsroom, contentstate("Here is the text", **link))
    answer = read(article.address)
    assert answer.status_code == 200
    page = text_of(answer).lower()
    assert "<script>alert" not in page
    assert "script:alert" not in page
    assert "onerror=" not in page
    assert 'onmouseover="' not in page


@pytest.mark.parametrize(
    "table",
    [
        "",
        "no JSON",
        "5",
        '"words"',
        "[1]",
        "[" * 100_000,
        "null",
        "[]",
        '{"data": 5}',
        '{"data": [1, 2]}',
        '{"data": ["ab"]}',
        '{"data": [[{"a": 1}, null, "\\ud800"]]}',
        '{"data": [["<script>alert(1)</script>"]], "table_caption": "<b onclick=x>"}',
        '{"data": [["a"]], "cell": 5}',
    ],
)
def test_a_forged_table_breaks_no_page(newsroom: Newsroom, table: str) -> None:
    client = signed_in(newsroom.budi)
    data = form() | {
        "body-0-type": "table",
        "body-0-value": table,
        "body-0-value-handsontable-header-choice": "",
        "action-publish": "1",
    }
    answer = write(client, newsroom.section, data)
    assert answer.status_code in (200, 302)
    if answer.status_code == 302:
        page = read(newest().address)
        assert page.status_code == 200
        assert "<script>alert" not in text_of(page)
        assert "<b onclick" not in text_of(page)


def test_ana_cannot_change_the_address_of_her_withdrawn_article(newsroom: Newsroom) -> None:
    article = newsroom.published()
    withdraw(article.pk, reason="It was wrong.")
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    for fields in ({"title": "They lied"}, {"address_slug": "they-lied"}):
        assert signed_in(newsroom.ana).post(edit, form(**fields)).status_code == 302
        assert newest().address == article.address
    answer = read(article.address)
    assert answer.status_code == 410
    assert "lied" not in text_of(answer)


def test_ana_changes_nothing_that_is_public(newsroom: Newsroom) -> None:
    own, others = newsroom.published("Hers"), newsroom.published("His", owner=newsroom.budi)
    client = signed_in(newsroom.ana)
    data = form(title="They lied", alert="breaking") | {"action-publish": "1"}
    for article in (own, others):
        for act, sent in (("edit", data), ("unpublish", {"reason": "x"}), ("delete", {}), ("lock", {})):
            client.post(reverse(f"wagtailadmin_pages:{act}", args=[article.pk]), sent)
        now_public = ArticlePage.objects.get(pk=article.pk)
        assert (now_public.title, now_public.alert, now_public.is_public) == (article.title, "none", True)
        assert not now_public.locked
