"""An article as its page shows it, fetched in a dozen queries and ready for a template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from wagtail.images.models import Image

from warta.articles.models import ArticleAuthor, ArticlePage, Author, Citation, Correction, SectionPage, Topic
from warta.articles.pictures.sizes import CARD, FOR_MACHINES, FULL, picture, with_renditions
from warta.articles.ports import onward_from
from warta.articles.queries import articles_related_to
from warta.articles.reading.body import Figure, Materials, Part, articles_in, blocks_of, images_in, parts_of, word_count
from warta.articles.reading.cards import NAMING_THEIR_AUTHORS, Card, cards_of, for_cards
from warta.articles.reading.rich_text import Source
from warta.articles.reading.sections import sections_by_slug

WORDS_A_MINUTE = 200
RELATED, FEWEST_RELATED = 7, 4  # the next one to read, and two rows of three, or one
UNNOTICED = timedelta(minutes=1)  # a change this soon after publication is part of publishing


@dataclass(frozen=True)
class Reading:
    article: ArticlePage
    sections: Mapping[str, SectionPage]
    authors: list[Author]
    topics: list[Topic]
    citations: list[Citation]
    corrections: list[Correction]
    lead: Figure | None
    parts: list[Part]
    related: list[Card]
    replies: list[Card]
    answers: Card | None
    translation: Card | None
    minutes: int
    referred: frozenset[int] = field(default_factory=frozenset)
    in_text: frozenset[int] = field(default_factory=frozenset)

    @property
    def gaps(self) -> tuple[int, ...]:
        """Where other rooms may put something into the text: after how many paragraphs."""
        return tuple(part.value for part in self.parts if part.kind == "between")

    @property
    def section(self) -> SectionPage | None:
        return self.sections.get(self.article.address_section)

    @property
    def is_opinion(self) -> bool:
        return self.article.kind in NAMING_THEIR_AUTHORS

    @property
    def is_updated(self) -> bool:
        changed, first = self.article.materially_changed_at, self.article.first_published_at
        return bool(changed and first and changed - first > UNNOTICED)

    @property
    def tags(self) -> set[str]:
        """Everything this page shows, for the press; what is hidden because it was withdrawn too, should it return."""
        outlets = {citation.outlet_id for citation in self.citations}
        people = {author.pk for author in self.authors} | {self.article.editor_id or 0} - {0}
        section = {f"section:{self.section.pk}"} if self.section else set()
        return (
            {"site", f"article:{self.article.pk}"}
            | section
            | {f"article:{pk}" for pk in self.referred}
            | {f"topic:{topic.pk}" for topic in self.topics}
            | {f"author:{pk}" for pk in people}
            | {f"outlet:{pk}" for pk in outlets}
        )


def article_for_reading(article_id: int) -> ArticlePage | None:
    """The article, in whatever state it is, with what stands around it."""
    return (
        ArticlePage.objects.filter(pk=article_id)
        .select_related("lead_image", "editor")
        .prefetch_related(
            Prefetch("bylines", ArticleAuthor.objects.select_related("author").order_by("sort_order")),
            Prefetch("citations", Citation.objects.select_related("outlet").order_by("sort_order")),
            "corrections",
            "topics",
        )
        .first()
    )


def reading_of(article: ArticlePage) -> Reading:
    """The article made ready: published, or a draft with what its writer has typed so far."""
    sections = sections_by_slug()
    blocks = blocks_of(article.body)
    related = _related_to(article, articles_in(blocks)) if article.address_date else []
    replies, translation = _pointing_to(article)
    beside = {article.reply_to_id, translation, *replies} - {None}
    cards, images = _cards_and_images({*articles_in(blocks), *related, *beside}, images_in(blocks), article, sections)
    citations = list(article.citations.all())
    materials = Materials(
        language=article.language, cards=cards, images=images,
        pages=_addresses(cards.values(), sections), sources=_sources(citations),
    )  # fmt: skip
    return Reading(
        article=article,
        sections=sections,
        authors=[byline.author for byline in article.bylines.all()],
        topics=list(article.topics.all()),
        citations=citations,
        corrections=list(article.corrections.all()),
        lead=_lead(article),
        parts=parts_of(blocks, materials, place=article.dateline, agency=_agency_of(article)),
        related=[cards[pk] for pk in related if pk in cards],
        replies=[cards[pk] for pk in replies if pk in cards],
        answers=cards.get(article.reply_to_id or 0),
        translation=cards.get(translation or 0),
        minutes=max(1, round(word_count(blocks) / WORDS_A_MINUTE)),
        in_text=frozenset(articles_in(blocks)),
        referred=frozenset(pk for pk in {*articles_in(blocks), *beside, *cards} if pk),
    )


def _related_to(article: ArticlePage, in_text: set[int]) -> list[int]:
    """What to read next: as the rooms above chose it; where that is too little, filled up by topics and section.

    Nothing that the text names, and whole rows.
    """
    onward = onward_from(article.pk)
    above = in_text | onward.between
    chosen = [pk for pk in onward.below if pk not in above]
    if len(chosen) < FEWEST_RELATED:  # asked for only then: it takes half as long as the rest of the page
        rest = articles_related_to(article, count=RELATED + len(above) + len(chosen))
        chosen = list(dict.fromkeys([*chosen, *(pk for pk in rest if pk not in above)]))
    return chosen[: RELATED if len(chosen) >= RELATED else FEWEST_RELATED]


def _agency_of(article: ArticlePage) -> str:
    """Who signs the dateline: this newsroom, or the one that an imported article names."""
    return article.original.get("agency") or settings.SITE_NAME


def _pointing_to(article: ArticlePage) -> tuple[list[int], int | None]:
    """The replies to an article, and its translation from whichever side it was named."""
    pointing = Q(reply_to_id=article.pk) | Q(translation_id=article.pk)
    found = (
        ArticlePage.objects.filter(pointing).order_by("pk").values_list("pk", "reply_to_id", "translation_id")
        if article.pk
        else ()
    )
    replies = [pk for pk, reply_to, _translation in found if reply_to == article.pk]
    named = [pk for pk, _reply_to, translation in found if translation == article.pk]
    return replies, article.translation_id or next(iter(named), None)


def _cards_and_images(
    article_ids: Iterable[int], image_ids: set[int], article: ArticlePage, sections: Mapping[str, SectionPage]
) -> tuple[dict[int, Card], dict[int, Image]]:
    """What is referred to, with all renditions of all pictures of the page in one query."""
    articles = list(for_cards(ArticlePage.objects.filter(pk__in=article_ids).public())) if article_ids else []
    images = Image.objects.in_bulk(image_ids) if image_ids else {}
    on_page: list[Any] = [article.lead_image, *images.values(), *(other.lead_image for other in articles)]
    with_renditions(on_page, FULL, CARD, FOR_MACHINES)
    return {card.article.pk: card for card in cards_of(articles, sections=sections)}, images


def _lead(article: ArticlePage) -> Figure | None:
    shown = picture(article.lead_image, FULL, alt=article.lead_caption)
    return Figure(shown, article.lead_caption, article.lead_credit) if shown else None


def _addresses(cards: Iterable[Card], sections: Mapping[str, SectionPage]) -> dict[int, str]:
    fronts = {section.pk: section.get_absolute_url() for section in sections.values()}
    return {**fronts, **{card.article.pk: card.article.address for card in cards}}


def _sources(citations: Iterable[Citation]) -> dict[str, Source]:
    return {
        citation.key: Source(
            outlet=citation.outlet.name,
            page=citation.outlet.get_absolute_url(),
            link=citation.link,
            reported_on=citation.reported_on,
        )
        for citation in citations
    }
