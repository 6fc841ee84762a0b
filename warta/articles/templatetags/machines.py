"""Structured data in the head of a page: `{% article_data reading %}`."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.utils.safestring import SafeString

from warta.articles.machines import structured
from warta.articles.models import ArticlePage, Author, Named
from warta.articles.pictures.sizes import machine_pictures
from warta.articles.reading.article import Reading
from warta.articles.reading.contexts import Head
from warta.articles.reading.fronts import SectionFront
from warta.articles.reading.listings import Archive, Listing
from warta.articles.templatetags.articles import full_day

register = template.Library()


@register.simple_tag
def article_data(reading: Reading) -> SafeString:
    article, section = reading.article, reading.section
    name = section.title if section else ""
    steps = [(settings.SITE_NAME, "/")]
    steps += [(name, section.get_absolute_url())] if section else []
    pictures = machine_pictures(article.lead_image) or [structured.site_picture()]
    data = structured.article_data(article, section_name=name, pictures=pictures)
    return structured.script_of([data, structured.breadcrumb_data([*steps, (article.title, article.address)])])


@register.simple_tag
def home_data() -> SafeString:
    return structured.script_of([structured.site_data(), {"@context": "https://schema.org", **structured.publisher()}])


@register.simple_tag
def section_data(front: SectionFront, head: Head) -> SafeString:
    return _list_of(head.title, head.path, [card.article for card in front.cards if card])


@register.simple_tag
def listing_data(named: Named, listing: Listing, head: Head) -> SafeString:
    articles = [card.article for day in listing.days for card in day.cards]
    if isinstance(named, Author):
        return structured.script_of([structured.author_data(named), _steps(named.name, head.path)])
    return _list_of(named.name, head.path, articles)


@register.simple_tag
def archive_data(archive: Archive) -> SafeString:
    return _list_of(
        full_day(archive.day), archive.path, [card.article for _section, cards in archive.groups for card in cards]
    )


def _list_of(name: str, path: str, articles: Sequence[ArticlePage]) -> SafeString:
    return structured.script_of([structured.list_data(name, path, articles), _steps(name, path)])


def _steps(name: str, path: str) -> structured.Data:
    return structured.breadcrumb_data([(settings.SITE_NAME, "/"), (name, path)])
