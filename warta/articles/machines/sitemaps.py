"""Sitemaps: an index by month, and the news of the last two days. After https://www.sitemaps.org/protocol.html ."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Count, Max
from django.db.models.functions import Coalesce, TruncMonth

from warta.articles import ports
from warta.articles.models import ArticlePage, Author, Kind, Outlet, SectionPage, Topic
from warta.articles.queries import public_articles
from warta.lib.clock import now
from warta.lib.text import for_xml

ADDRESSES_IN_A_SITEMAP = 20_000  # the protocol allows 50,000; a month of a large newsroom fits in one such file
NEWS_HOURS = 48
NEWS_ADDRESSES = 1000

_SITEMAP = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'


class Month(NamedTuple):
    """One month's part of the archive; `part` counts from 1 where a month needs several files."""

    first_day: date
    part: int
    changed_at: datetime | None

    @property
    def path(self) -> str:
        return f"/sitemap-{self.first_day:%Y-%m}-{self.part}.xml"


def months_of_the_archive() -> list[Month]:
    rows = (
        public_articles()
        .order_by()
        .annotate(month=TruncMonth("address_date"))
        .values("month")
        .annotate(articles=Count("pk"), changed=Max(_changed()))
        .order_by("-month")
    )
    return [
        Month(row["month"], part, row["changed"])
        for row in rows
        for part in range(1, 2 + (row["articles"] - 1) // ADDRESSES_IN_A_SITEMAP)
    ]


def index_document(months: Iterable[Month]) -> bytes:
    entries = [_entry("sitemap", "/sitemap-pages.xml", None)]
    entries += [_entry("sitemap", month.path, month.changed_at) for month in months]
    return _document("sitemapindex", entries)


def month_document(first_day: date, part: int) -> bytes | None:
    """The addresses of one month; None when nothing is there."""
    start = (part - 1) * ADDRESSES_IN_A_SITEMAP
    articles = (
        public_articles()
        .filter(address_date__gte=first_day, address_date__lt=_next_month(first_day))
        .annotate(changed=_changed())
        .order_by("address_date", "pk")
        .only("title", "address_slug", "address_section", "address_date", "first_published_at")
    )[start : start + ADDRESSES_IN_A_SITEMAP]
    entries = [_entry("url", article.address, article.changed) for article in articles]
    return _document("urlset", entries) if entries else None


def pages_document() -> bytes:
    """Everything that is not an article: fronts, topics, authors, outlets."""
    paths = ["/", *(section.get_absolute_url() for section in SectionPage.objects.live().order_by("position", "pk"))]
    for model in (Topic, Author, Outlet):
        paths += [thing.get_absolute_url() for thing in model.objects.order_by("pk")[:ADDRESSES_IN_A_SITEMAP]]
    paths += ports.more_pages()
    return _document("urlset", [_entry("url", path, None) for path in paths])


def news_document() -> bytes:
    """The last two days, newest first, at most a thousand, as news search engines ask."""
    start = now() - timedelta(hours=NEWS_HOURS)
    articles = (
        public_articles()
        # The day stands in an index of the article's own; the exact time alone would walk the whole archive.
        .filter(address_date__gte=start.date() - timedelta(days=1), first_published_at__gte=start)
        .exclude(kind=Kind.SPONSORED)
        .defer("body", "original")[:NEWS_ADDRESSES]
    )
    return _document("urlset", [_news_entry(article) for article in articles], _NEWS)


def _changed() -> Coalesce:
    return Coalesce("materially_changed_at", "first_published_at")


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _document(root: str, entries: list[str], more: str = "") -> bytes:
    opening = " ".join(filter(None, (root, _SITEMAP, more)))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{opening}>{"".join(entries)}</{root}>'.encode()


def _entry(element: str, path: str, changed_at: datetime | None, inside: str = "") -> str:
    changed = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
    return f"<{element}><loc>{escape(settings.SITE_URL + path)}</loc>{changed}{inside}</{element}>"


def _news_entry(article: ArticlePage) -> str:
    name, language = escape(settings.SITE_NAME), escape(article.language)
    news = (
        f"<news:news><news:publication><news:name>{name}</news:name><news:language>{language}</news:language>"
        f"</news:publication><news:publication_date>{article.published_at.isoformat(timespec='seconds')}"
        f"</news:publication_date><news:title>{escape(for_xml(article.title))}</news:title></news:news>"
    )
    return _entry("url", article.address, None, news)
