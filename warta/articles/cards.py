"""An article as it appears on other pages: headline, section, time, picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Prefetch

from warta.articles.models import ArticleAuthor, ArticlePage, ArticleQuerySet, Kind, SectionPage
from warta.articles.pictures import CARD, Picture, picture, with_renditions
from warta.articles.sections import sections_by_slug

# All that a card shows. The text of an article, by far its largest part, is never fetched for a list.
CARD_FIELDS = (
    "title", "live", "first_published_at", "kind", "language", "summary", "lead_image", "address_slug",
    "address_section", "address_date", "withdrawn_at", "sponsor",
)  # fmt: skip


@dataclass(frozen=True)
class Card:
    article: ArticlePage
    section: SectionPage | None
    headline: str
    picture: Picture | None
    authors: tuple[str, ...]

    @property
    def is_opinion(self) -> bool:
        return self.article.kind in (Kind.OPINION, Kind.ANALYSIS)

    def with_headline(self, headline: str) -> Card:
        """The same card under other words, as an editor of a front wrote them."""
        return replace(self, headline=headline) if headline else self


def for_cards(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The queryset with just what cards need, in three queries however many there are."""
    bylines = Prefetch("bylines", ArticleAuthor.objects.select_related("author").order_by("sort_order"))
    return articles.only(*CARD_FIELDS).select_related("lead_image").prefetch_related(bylines)


def cards_of(articles: Iterable[ArticlePage], *, sections: Mapping[str, SectionPage] | None = None) -> list[Card]:
    """Cards in the order of the articles, which were fetched by `for_cards`. Two queries at most."""
    chosen = list(articles)
    known = sections_by_slug() if sections is None else sections
    with_renditions((article.lead_image for article in chosen), CARD)
    return [_card(article, known.get(article.address_section)) for article in chosen]


def _card(article: ArticlePage, section: SectionPage | None) -> Card:
    return Card(
        article=article,
        section=section,
        headline=article.title,
        picture=picture(article.lead_image, CARD),
        authors=tuple(byline.author.name for byline in article.bylines.all()),
    )
