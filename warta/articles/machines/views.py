"""Addresses for machines. All of them are pressed; none depends on who asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from warta.articles import queries
from warta.articles.machines import feeds, sitemaps
from warta.articles.models import Author, SectionPage, Topic
from warta.press.marks import once_per_round, pressed, shows

Written = Callable[..., bytes]

# Path ending → how it is written, and what it is called on the wire.
FORMS: dict[str, tuple[Written, str]] = {
    "feed.xml": (feeds.rss, "application/rss+xml; charset=utf-8"),
    "atom.xml": (feeds.atom, "application/atom+xml; charset=utf-8"),
    "feed.json": (feeds.json_feed, "application/feed+json; charset=utf-8"),
}
XML = "application/xml; charset=utf-8"

# Crawlers that gather text to train models. They are refused unless WARTA_AI_CRAWLERS says otherwise.
AI_CRAWLERS = (
    "AI2Bot", "Amazonbot", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "cohere-training-data-crawler",
    "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "Meta-ExternalAgent", "omgili", "PanguBot", "Timpibot",
)  # fmt: skip


class Gathering(NamedTuple):
    """A section, topic or author: its press tag, itself, and how a feed names and describes it."""

    tag: str
    row: SectionPage | Topic | Author
    name: str
    words: str


@pressed("feed")
def site_feed(request: HttpRequest, form: str) -> HttpResponse:
    shows("list:home", "site")
    description = _("The latest from %(site)s") % {"site": settings.SITE_NAME}
    return _feed(form, settings.SITE_NAME, description, "/", _items_of_site())


@pressed("feed")
def section_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    section = get_object_or_404(SectionPage.objects.live(), slug=slug)
    about = Gathering("section", section, section.title, section.description)
    return _feed_of(form, about, _items_of_section(section))


@pressed("feed")
def topic_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    about = Gathering("topic", topic, topic.name, topic.description)
    return _feed_of(form, about, feeds.items_of(queries.articles_of_topic(topic)))


@pressed("feed")
def author_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    author = get_object_or_404(Author, slug=slug)
    about = Gathering("author", author, author.name, author.biography)
    return _feed_of(form, about, feeds.items_of(queries.articles_of_author(author)))


@pressed("data")
def sitemap_index(request: HttpRequest) -> HttpResponse:
    shows("list:all")
    return HttpResponse(sitemaps.index_document(sitemaps.months_of_the_archive()), content_type=XML)


@pressed("data")
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    shows("site", "list:stories")
    return HttpResponse(sitemaps.pages_document(), content_type=XML)


@pressed("data")
def sitemap_of_month(request: HttpRequest, year: str, month: str, part: str) -> HttpResponse:
    try:
        first_day = date(int(year), int(month), 1)
    except ValueError:
        raise Http404 from None
    document = sitemaps.month_document(first_day, int(part))
    if document is None:
        raise Http404
    shows(f"list:month:{year}-{month}")
    return HttpResponse(document, content_type=XML)


@pressed("data")
def news_sitemap(request: HttpRequest) -> HttpResponse:
    shows("list:all", "site")
    return HttpResponse(sitemaps.news_document(), content_type=XML)


@pressed("data")
def robots(request: HttpRequest) -> HttpResponse:
    shows("site")
    rules = ["User-agent: *", "Disallow: /newsroom/", "Disallow: /search", "Allow: /", ""]
    if settings.AI_CRAWLERS == "refuse":
        rules += [*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /", ""]
    rules += [f"Sitemap: {settings.SITE_URL}/sitemap.xml", f"Sitemap: {settings.SITE_URL}/news-sitemap.xml", ""]
    return HttpResponse("\n".join(rules), content_type="text/plain; charset=utf-8")


def _feed_of(form: str, about: Gathering, items: Sequence[feeds.Item]) -> HttpResponse:
    """The feed of what gathers articles below one name."""
    shows(f"{about.tag}:{about.row.pk}", f"list:{about.tag}:{about.row.pk}")
    title = f"{about.name} – {settings.SITE_NAME}"
    return _feed(form, title, about.words, about.row.get_absolute_url(), items)


@once_per_round
def _items_of_site() -> list[feeds.Item]:
    return feeds.items_of(queries.public_articles())


@once_per_round
def _items_of_section(section: SectionPage) -> list[feeds.Item]:
    return feeds.items_of(queries.articles_of_section(section))


def _feed(form: str, title: str, description: str, page: str, items: Sequence[feeds.Item]) -> HttpResponse:
    write, content_type = FORMS[form]
    shows(*(f"article:{item.article.pk}" for item in items))
    feed = feeds.Feed(title, description, page, items)
    return HttpResponse(write(feed, own_address=page + form), content_type=content_type)
