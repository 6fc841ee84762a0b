"""RSS, Atom and JSON Feed of the site, a section, a topic and an author: the same items in three forms."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from warta.articles.models import ArticleAuthor, ArticlePage, ArticleQuerySet, Author, Topic
from warta.articles.pictures.sizes import share_picture, with_share_pictures
from warta.articles.reading.cards import CARD_FIELDS
from warta.lib.text import for_xml

ITEMS_IN_A_FEED = 30


# All that a feed says of an article itself; asking for whole articles takes twice as long.
ITEM_FIELDS = (*CARD_FIELDS, "materially_changed_at")


@dataclass(frozen=True)
class Item:
    """An article with the names around it; authors as (name, path below the site)."""

    article: ArticlePage
    authors: Sequence[tuple[str, str]]
    topics: Sequence[str]


@dataclass(frozen=True)
class Feed:
    """One list of articles with its name and where people read it; paths are below the site."""

    title: str
    description: str
    page: str
    items: Sequence[Item]


def items_of(articles: ArticleQuerySet) -> list[Item]:
    """The newest of these, with everything a feed says of them, in four queries."""
    newest = list(articles.only(*ITEM_FIELDS).select_related("lead_image")[:ITEMS_IN_A_FEED])
    with_share_pictures(article.lead_image for article in newest)
    ids = [article.pk for article in newest]
    authors, topics = _authors_of(ids), _topics_of(ids)
    return [Item(article, authors[article.pk], topics[article.pk]) for article in newest]


def _authors_of(ids: Sequence[int]) -> defaultdict[int, list[tuple[str, str]]]:
    authors: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    bylines = ArticleAuthor.objects.filter(article_id__in=ids).order_by("sort_order")
    for pk, name, slug in bylines.values_list("article_id", "author__name", "author__slug"):
        authors[pk].append((name, Author(slug=slug).get_absolute_url()))
    return authors


def _topics_of(ids: Sequence[int]) -> defaultdict[int, list[str]]:
    topics: defaultdict[int, list[str]] = defaultdict(list)
    named = Topic.objects.filter(articles__in=ids).order_by("name").values_list("articles", "name")
    for pk, name in named:
        topics[pk].append(name)
    return topics


class Rss(Rss201rev2Feed):
    """RSS 2.0 with the picture as Media RSS, which readers show more often than an enclosure."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:media": "http://search.yahoo.com/mrss/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if picture := item.get("picture"):
            handler.addQuickElement("media:content", attrs={"medium": "image", **picture})


def changed_at(article: ArticlePage) -> datetime:
    """When a reader would say that the article last changed."""
    return article.materially_changed_at or article.published_at


def rss(feed: Feed, *, own_address: str) -> bytes:
    return _written(Rss, feed, own_address)


def atom(feed: Feed, *, own_address: str) -> bytes:
    return _written(Atom1Feed, feed, own_address)


def json_feed(feed: Feed, *, own_address: str) -> bytes:
    """JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/ ."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": settings.SITE_URL + feed.page,
        "feed_url": settings.SITE_URL + own_address,
        "language": settings.LANGUAGE_CODE,
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _written(form: type[Rss | Atom1Feed], feed: Feed, own_address: str) -> bytes:
    document = form(
        title=for_xml(feed.title),
        link=settings.SITE_URL + feed.page,
        description=for_xml(feed.description),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + own_address,
        feed_guid=settings.SITE_URL + own_address,
    )
    for item in feed.items:
        _add_item(document, item)
    return document.writeString("utf-8").encode()


def _add_item(document: Rss | Atom1Feed, item: Item) -> None:
    article, picture = item.article, _picture_of(item.article)
    authors = ", ".join(name for name, _path in item.authors) or settings.SITE_NAME
    document.add_item(
        title=for_xml(article.title),
        link=settings.SITE_URL + article.address,
        description=for_xml(article.summary),
        unique_id=settings.SITE_URL + f"/{article.pk}",
        unique_id_is_permalink=False,
        pubdate=article.published_at,
        updateddate=changed_at(article),
        author_name=for_xml(authors),
        categories=[for_xml(topic) for topic in item.topics],
        picture=picture,
    )


def _json_item(item: Item) -> dict[str, Any]:
    article = item.article
    written: dict[str, Any] = {
        "id": settings.SITE_URL + f"/{article.pk}",
        "url": settings.SITE_URL + article.address,
        "title": article.title,
        "content_text": article.summary,
        "date_published": article.published_at.isoformat(),
        "date_modified": changed_at(article).isoformat(),
        "authors": [{"name": name, "url": settings.SITE_URL + path} for name, path in item.authors],
        "tags": item.topics,
        "language": article.language,
    }
    if picture := _picture_of(article):
        written["image"] = picture["url"]
    return written


def _picture_of(article: ArticlePage) -> dict[str, str] | None:
    return share_picture(article.lead_image) if article.lead_image else None
