"""An article as it appears on other pages: headline, section, time, picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from warta.articles.models import ArticleAuthor, ArticlePage, ArticleQuerySet, Kind, SectionPage
from warta.articles.pictures.sizes import CARD, Picture, picture, with_renditions
from warta.articles.reading.sections import sections_by_slug

# All that a card shows. The text of an article, by far its largest part, is never fetched for a list.
CARD_FIELDS = (
    "title", "live", "first_published_at", "kind", "language", "summary", "lead_image", "address_slug",
    "address_section", "address_date", "withdrawn_at", "sponsor",
)  # fmt: skip

NAMING_THEIR_AUTHORS = (Kind.OPINION, Kind.ANALYSIS)


@dataclass(frozen=True)
class Face:
    """All that a card says, by value: two of the same face look the same. What it does not say is empty."""

    headline: str
    address: str
    language: str
    summary: str
    kind: str
    sponsor: str
    published_at: datetime
    section_name: str
    section_address: str
    picture: Picture | None
    authors: tuple[str, ...]

    @property
    def is_opinion(self) -> bool:
        return self.kind in NAMING_THEIR_AUTHORS

    @property
    def kind_name(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def names_its_kind(self) -> bool:
        """Whether it says what kind of article it is instead of its section."""
        return self.kind != Kind.NEWS


@dataclass(frozen=True)
class Card:
    """An article ready for a template. `authors` are named where the card says them."""

    article: ArticlePage
    section: SectionPage | None
    headline: str
    picture: Picture | None
    authors: tuple[str, ...]

    @property
    def face(self) -> Face:
        article, section = self.article, self.section
        return Face(
            headline=self.headline,
            address=article.address,
            language=article.language,
            summary=article.summary,
            kind=article.kind,
            sponsor=article.sponsor,
            published_at=article.published_at,
            section_name=section.title if section else "",
            section_address=section.get_absolute_url() if section else "",
            picture=self.picture,
            authors=self.authors,
        )

    def with_headline(self, headline: str) -> Card:
        """The same card under other words, as an editor of a front wrote them."""
        return replace(self, headline=headline) if headline else self


def for_cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The queryset with just what cards need of the articles themselves."""
    return articles.only(*CARD_FIELDS).select_related("lead_image")


def cards_of(articles: Iterable[ArticlePage], *, sections: Mapping[str, SectionPage] | None = None) -> list[Card]:
    """Cards in the order of the articles, which were fetched by `for_cards`. Three queries at most."""
    chosen = list(articles)
    known = sections_by_slug() if sections is None else sections
    with_renditions((article.lead_image for article in chosen), CARD)
    authors = _names_of_authors(article.pk for article in chosen if article.kind in NAMING_THEIR_AUTHORS)
    return [_card(article, known.get(article.address_section), authors[article.pk]) for article in chosen]


def _names_of_authors(ids: Iterable[int]) -> defaultdict[int, tuple[str, ...]]:
    names: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    if wanted := list(ids):
        bylines = ArticleAuthor.objects.filter(article_id__in=wanted).order_by("sort_order")
        for pk, name in bylines.values_list("article_id", "author__name"):
            names[pk] += (name,)
    return names


def _card(article: ArticlePage, section: SectionPage | None, authors: tuple[str, ...]) -> Card:
    return Card(
        article=article,
        section=section,
        headline=article.title,
        picture=picture(article.lead_image, CARD),
        authors=authors,
    )
