"""The home page and the section fronts: curated first, then filled from the newest, no article twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from warta.articles.models import ArticlePage, ArticleQuerySet, Kind, SectionPage, Slot
from warta.articles.queries import articles_of_section, newest_ids_by_section, public_articles
from warta.articles.reading.cards import Card, cards_of, for_cards
from warta.articles.reading.listings import day_path
from warta.articles.reading.sections import sections_by_slug

BESIDE = 3  # next to the lead
ROW = 4  # below them, with pictures
ON_TOP = 1 + BESIDE + ROW
NEWEST = 10
IN_A_BAND = 5
IN_A_SECTION = 36
CANDIDATES = 40  # enough to fill lead, beside, row and newest when editors chose none


@dataclass(frozen=True)
class Band:
    section: SectionPage
    cards: list[Card]


@dataclass(frozen=True)
class Home:
    lead: Card | None
    beside: list[Card]
    row: list[Card]
    newest: list[Card]
    bands: list[Band]
    archive_path: str

    @property
    def cards(self) -> list[Card]:
        lead = [self.lead] if self.lead else []
        return [*lead, *self.beside, *self.row, *self.newest, *(card for band in self.bands for card in band.cards)]


@dataclass(frozen=True)
class SectionFront:
    section: SectionPage
    lead: Card | None
    beside: list[Card]
    rest: list[Card]
    older_day: date | None

    @property
    def cards(self) -> list[Card]:
        return [*([self.lead] if self.lead else []), *self.beside, *self.rest]

    @property
    def older_path(self) -> str:
        """The day's archive, at this section's part of it."""
        return f"{day_path(self.older_day)}#{self.section.slug}"


class _Deal:
    """Deals articles out to places; each is dealt once."""

    def __init__(self) -> None:
        self.dealt: set[int] = set()

    def take(self, ids: Iterable[int], count: int) -> list[int]:
        taken: list[int] = []
        for pk in ids:
            if len(taken) == count:
                break
            if pk not in self.dealt:
                self.dealt.add(pk)
                taken.append(pk)
        return taken


@dataclass(frozen=True)
class Candidate:
    """An article that may fill a place: what is known of it before its card is made."""

    pk: int
    kind: str
    image_id: int | None
    day: date


def home_front(slots: Sequence[Slot]) -> Home:
    """What the home page shows with these slots, in seven queries."""
    sections = sections_by_slug()
    newest = _candidates(public_articles()[:CANDIDATES])
    by_section = newest_ids_by_section(list(sections.values()), count=IN_A_BAND + ON_TOP + NEWEST)
    deal, top = _Deal(), list(_top_order(slots, newest))
    lead, beside, row = (deal.take(top, count) for count in (1, BESIDE, ROW))
    latest = deal.take((found.pk for found in newest), NEWEST)
    bands = {slug: deal.take((pk for pk, at in by_section if at == slug), IN_A_BAND) for slug in sections}
    cards = _Cards(deal.dealt, sections=sections, slots=slots)
    return Home(
        lead=next(iter(cards.of(lead)), None),
        beside=cards.of(beside),
        row=cards.of(row),
        newest=cards.of(latest),
        bands=[Band(sections[slug], cards.of(ids)) for slug, ids in bands.items() if ids],
        archive_path=day_path(newest[0].day) if newest else "",
    )


def section_front(section: SectionPage, slots: Sequence[Slot]) -> SectionFront:
    newest = _candidates(articles_of_section(section)[: IN_A_SECTION + 1])
    shown, older = newest[:IN_A_SECTION], newest[IN_A_SECTION:]
    deal, top = _Deal(), list(_top_order(slots, shown))
    lead, beside = deal.take(top, 1), deal.take(top, BESIDE)
    rest = deal.take([*top, *(found.pk for found in shown)], IN_A_SECTION)
    cards = _Cards(deal.dealt, sections={section.slug: section}, slots=slots)
    return SectionFront(
        section=section,
        lead=next(iter(cards.of(lead)), None),
        beside=cards.of(beside),
        rest=cards.of(rest),
        older_day=older[0].day if older else None,
    )


def _candidates(articles: ArticleQuerySet) -> list[Candidate]:
    return [Candidate(*row) for row in articles.values_list("pk", "kind", "lead_image_id", "address_date")]


def _top_order(slots: Sequence[Slot], newest: Sequence[Candidate]) -> Iterator[int]:
    """Editors' choice as it stands; without one, the newest with a picture leads. Nothing paid for fills the top."""
    own = [found for found in newest if found.kind != Kind.SPONSORED]
    yield from (slot.article_id for slot in slots)
    if not slots:
        yield from [found.pk for found in own if found.image_id][:1]
    yield from (found.pk for found in own)


class _Cards:
    """The cards of what was dealt, under the headlines that editors gave them on this front."""

    def __init__(self, ids: Iterable[int], *, sections: Mapping[str, SectionPage], slots: Sequence[Slot]) -> None:
        headlines = {slot.article_id: slot.headline for slot in slots}
        articles = for_cards(ArticlePage.objects.filter(pk__in=ids).public())
        self._by_id = {
            card.article.pk: card.with_headline(headlines.get(card.article.pk, ""))
            for card in cards_of(articles, sections=sections)
        }

    def of(self, ids: Iterable[int]) -> list[Card]:
        return [self._by_id[pk] for pk in ids if pk in self._by_id]
