"""RSS, Atom and JSON Feed of the site, a section, a topic and an author: the same items in three forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from warta.articles.models import ArticlePage, ArticleQuerySet
from warta.articles.pictures import share_picture, with_share_pictures
from warta.lib.text import for_xml

ITEMS_IN_A_FEED = 30


@dataclass(frozen=True)
class Feed:
    """One list of articles with its name and where people read it; paths are below the site."""

    title: str
    description: str
    page: str
    articles: Sequence[ArticlePage]


def items_of(articles: ArticleQuerySet) -> list[ArticlePage]:
    """The newest of these, with everything a feed says of them, in four queries."""
    items = list(
        articles.defer("body", "original")
        .select_related("lead_image")
        .prefetch_related("bylines__author", "topics")[:ITEMS_IN_A_FEED]
    )
    with_share_pictures(article.lead_image for article in items)
    return items


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
        "items": [_json_item(article) for article in feed.articles],
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
    for article in feed.articles:
        _add_item(document, article)
    return document.writeString("utf-8").encode()


def _add_item(document: Rss | Atom1Feed, article: ArticlePage) -> None:
    picture = _picture_of(article)
    authors = ", ".join(byline.author.name for byline in article.bylines.all()) or settings.SITE_NAME
    document.add_item(
        title=for_xml(article.title),
        link=settings.SITE_URL + article.address,
        description=for_xml(article.summary),
        unique_id=settings.SITE_URL + f"/{article.pk}",
        unique_id_is_permalink=False,
        pubdate=article.published_at,
        updateddate=changed_at(article),
        author_name=for_xml(authors),
        categories=[for_xml(topic.name) for topic in article.topics.all()],
        picture=picture,
    )


def _json_item(article: ArticlePage) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": settings.SITE_URL + f"/{article.pk}",
        "url": settings.SITE_URL + article.address,
        "title": article.title,
        "content_text": article.summary,
        "date_published": article.published_at.isoformat(),
        "date_modified": changed_at(article).isoformat(),
        "authors": [
            {"name": byline.author.name, "url": settings.SITE_URL + byline.author.get_absolute_url()}
            for byline in article.bylines.all()
        ],
        "tags": [topic.name for topic in article.topics.all()],
        "language": article.language,
    }
    if picture := _picture_of(article):
        item["image"] = picture["url"]
    return item


def _picture_of(article: ArticlePage) -> dict[str, str] | None:
    return share_picture(article.lead_image) if article.lead_image else None
