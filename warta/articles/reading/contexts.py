"""What the pages' templates are given: published, withdrawn, or a draft's preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from wagtail.models import Page

from warta.articles.models import ArticlePage, SectionPage, Slot
from warta.articles.pictures.sizes import share_picture
from warta.articles.queries import articles_related_to, public_articles
from warta.articles.reading.article import Reading, reading_of
from warta.articles.reading.cards import Card, cards_of, for_cards
from warta.articles.reading.fronts import Home, SectionFront, home_front, section_front
from warta.lib.clock import now
from warta.press.marks import shows
from warta.theme.languages import CODES, Edition, editions_of, here, path_in
from warta.theme.ports import MenuEntry

HELPFUL = 6  # articles offered where a page is missing


@dataclass(frozen=True)
class Head:
    """What search engines and other sites are told of a page. `path` is its one address in the site's language."""

    path: str
    title: str = ""
    description: str = ""
    image: dict[str, str] | None = None
    type: str = "website"
    language: str = ""
    alternates: Sequence[tuple[str, str]] = field(default_factory=tuple)
    is_site: bool = False
    is_same_in_every_language: bool = False

    @property
    def canonical(self) -> str:
        """An article has one address whatever the language of the words around it; a list has one in each."""
        return settings.SITE_URL + (self.path if self.is_same_in_every_language else here(self.path))

    @property
    def hreflang(self) -> list[tuple[str, str]]:
        if self.is_same_in_every_language:
            return [(code, settings.SITE_URL + path) for code, path in self.alternates]
        pages = [(code, settings.SITE_URL + path_in(code, self.path)) for code in CODES]
        return [*pages, ("x-default", settings.SITE_URL + self.path)]


def cards_shown(cards: Iterable[Card | None]) -> None:
    """Note for the press all that these cards show."""
    for card in cards:
        if card is not None:
            shows(f"article:{card.article.pk}", *([f"section:{card.section.pk}"] if card.section else []))


def article_page(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    reading = reading_of(article)
    shows(*reading.tags)
    cards_shown(reading.related)
    return render(request, "articles/article.html", article_context(reading))


def article_context(reading: Reading) -> dict[str, Any]:
    return {
        "article": reading.article,
        "reading": reading,
        "section": reading.section,
        "head": article_head(reading),
        "editions": _editions(reading),
        "menu": [MenuEntry(found.title, found.get_absolute_url()) for found in reading.sections.values()],
    }


def article_head(reading: Reading) -> Head:
    article, other = reading.article, reading.translation
    pair = [(article.language, article.address), (other.article.language, other.article.address)] if other else []
    return Head(
        path=article.address,
        title=article.title,
        description=article.summary,
        image=share_picture(article.lead_image) if article.lead_image else None,
        type="article",
        language=article.language,
        alternates=pair,
        is_same_in_every_language=True,
    )


def _editions(reading: Reading) -> list[Edition]:
    """The language switch of an article leads to its translation where there is one."""
    return [
        Edition(edition.code, path_in(edition.code, reading.translation.article.address), edition.is_current)
        if reading.translation and reading.translation.article.language == edition.code
        else edition
        for edition in editions_of(reading.article.address)
    ]


def gone_page(request: HttpRequest, article: ArticlePage) -> HttpResponse:
    """A withdrawn article: the public reason, and what else there is to read."""
    ids = articles_related_to(article, count=HELPFUL)
    related = cards_of(for_cards(public_articles().filter(pk__in=ids)))
    cards_shown(related)
    shows("site", f"article:{article.pk}")
    return render(request, "articles/gone.html", {"article": article, "related": related}, status=410)


def home_context(front: Home) -> dict[str, Any]:
    return {"front": front, "head": Head(path="/", is_site=True)}


def section_context(front: SectionFront) -> dict[str, Any]:
    section = front.section
    head = Head(path=section.get_absolute_url(), title=section.title, description=section.description)
    return {"front": front, "section": section, "head": head}


def preview_of(request: HttpRequest, page: Page) -> str:
    """The page of a draft, for its writer alone: an article, or a front with the slots that are not saved yet."""
    if isinstance(page, ArticlePage):
        name, context = "article", article_context(reading_of(page))
    elif isinstance(page, SectionPage):
        name, context = "section", section_context(section_front(page, _open_slots(page)))
    else:
        name, context = "home", home_context(home_front(_open_slots(page)))
    return render_to_string(f"articles/{name}.html", {**context, "is_preview": True}, request)


def _open_slots(front: Page) -> list[Slot]:
    return [slot for slot in front.slots.all() if slot.until is None or slot.until > now()]


def newest_cards() -> list[Card]:
    """What a page that has nothing else to offer points to."""
    return cards_of(for_cards(public_articles())[:HELPFUL])
