from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from warta.articles.machines.structured import script_of
from warta.articles.models import ArticleAuthor, Correction
from warta.articles.tests.newsroom import Newsroom, author, cite, publish, topic
from warta.lib.clock import clock_at, now
from warta.press.marks import collected_tags

FEEDS = ("feed.xml", "atom.xml", "feed.json")
ATOM = "{http://www.w3.org/2005/Atom}"


def get(client: Client, path: str, *, status: int = 200) -> Any:
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer


def data_of(client: Client, path: str) -> dict[str, dict[str, Any]]:
    html = get(client, path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    entries = [entry for script in found for entry in json.loads(script)]
    return {entry["@type"]: entry for entry in entries}


@pytest.mark.parametrize("form", FEEDS)
def test_a_feed_lists_what_is_public_newest_first(newsroom: Newsroom, client: Client, form: str) -> None:
    for headline in ("First", "Second"):
        newsroom.published(headline)
    newsroom.draft("Only a draft")
    text = get(client, f"/{form}").content.decode()
    assert text.index("Second") < text.index("First")
    assert "Only a draft" not in text


@pytest.mark.parametrize("form", FEEDS)
def test_sections_topics_and_authors_have_feeds_of_their_own(newsroom: Newsroom, client: Client, form: str) -> None:
    article = newsroom.draft("Reef grows back")
    article.topics = [topic("Reefs")]
    article.bylines = [ArticleAuthor(author=author("Sari Laut"))]
    article.save_revision()
    publish(article)
    newsroom.published("Elsewhere", section=newsroom.world)
    for page in (f"/{newsroom.section.slug}/", "/topic/reefs/", "/author/sari-laut/"):
        text = get(client, page + form).content.decode()
        assert "Reef grows back" in text
        assert "Elsewhere" not in text


@pytest.mark.parametrize("path", ["/nowhere/feed.xml", "/topic/nowhere/feed.xml", "/author/nowhere/feed.json"])
def test_a_feed_of_nothing_is_not_found(newsroom: Newsroom, client: Client, path: str) -> None:
    get(client, path, status=404)


def test_markup_in_a_headline_stays_text_in_feeds(newsroom: Newsroom, client: Client) -> None:
    newsroom.published("<script>alert(1)</script> & more")
    root = ElementTree.fromstring(get(client, "/atom.xml").content)
    assert [node.text for node in root.iter(f"{ATOM}title")][1] == "<script>alert(1)</script> & more"


def test_feeds_cost_the_same_queries_for_one_article_as_for_many(
    newsroom: Newsroom, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        newsroom.published(f"Number {number}")
    with django_assert_max_num_queries(8):
        get(client, "/feed.xml")


def test_a_feed_shows_the_articles_it_lists(newsroom: Newsroom, client: Client) -> None:
    article = newsroom.published()
    with collected_tags() as tags:
        get(client, f"/{newsroom.section.slug}/feed.xml")
    assert {f"article:{article.pk}", f"list:section:{newsroom.section.pk}"} <= tags


def test_the_sitemap_index_leads_to_every_public_article(newsroom: Newsroom, client: Client) -> None:
    article = newsroom.published()
    index = get(client, "/sitemap.xml").content.decode()
    month = re.search(r"/sitemap-\d{4}-\d\d-1\.xml", index)
    assert month
    assert article.address in get(client, month.group()).content.decode()


@pytest.mark.parametrize("path", ["/sitemap-2001-01-1.xml", "/sitemap-2001-13-1.xml", "/sitemap-2026-11-0.xml"])
def test_a_sitemap_of_an_empty_or_impossible_month_is_not_found(newsroom: Newsroom, client: Client, path: str) -> None:
    get(client, path, status=404)


def test_the_news_sitemap_forgets_after_two_days(newsroom: Newsroom, client: Client) -> None:
    article = newsroom.published("Fresh")
    assert article.address in get(client, "/news-sitemap.xml").content.decode()
    later: datetime = now() + timedelta(hours=49)
    with clock_at(later):
        assert article.address not in get(client, "/news-sitemap.xml").content.decode()


def test_an_article_says_who_wrote_it_when_and_what_was_corrected(newsroom: Newsroom, client: Client) -> None:
    article = newsroom.draft("Ministers agree", summary="They do.")
    article.bylines = [ArticleAuthor(author=author("Sari Laut"))]
    article.corrections = [Correction(text="It was Tuesday.")]
    cite(article)
    article.save_revision()
    article = publish(article)
    said = data_of(client, article.address)
    told = said["NewsArticle"]
    assert told["author"][0]["name"] == "Sari Laut"
    assert told["datePublished"].endswith("+07:00")
    assert told["correction"][0]["text"] == "It was Tuesday."
    assert told["citation"][0]["publisher"] == "The Independent"
    assert said["BreadcrumbList"]["itemListElement"][-1]["name"] == "Ministers agree"


def test_every_entry_of_a_live_article_is_an_update(newsroom: Newsroom, client: Client) -> None:
    entry = {"at": now(), "headline": "Doors open", "text": "<p>People come in.</p>"}
    article = newsroom.published("The count", kind="live", body=[("live_entry", entry)])
    live = data_of(client, article.address)["LiveBlogPosting"]
    assert live["liveBlogUpdate"][0]["headline"] == "Doors open"
    assert live["liveBlogUpdate"][0]["articleBody"] == "People come in."


def test_nothing_breaks_out_of_the_script_element() -> None:
    script = script_of({"name": "</script><script>alert(1)</script><!-- & \u2028"})
    assert script.count("<") == 2
    assert json.loads(script.partition(">")[2].rpartition("<")[0])["name"].startswith("</script>")


def test_crawlers_that_train_models_are_refused_unless_the_site_allows_them(
    newsroom: Newsroom, client: Client, settings: Any
) -> None:
    assert "User-agent: GPTBot" in get(client, "/robots.txt").content.decode()
    settings.AI_CRAWLERS = "allow"
    assert "GPTBot" not in get(client, "/robots.txt").content.decode()
