"""Lists of articles by date: of a topic, an author, an outlet, a day. They page by month or day, never by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from warta.articles.models import ArticleQuerySet, SectionPage
from warta.articles.queries import articles_of_day, day_after, day_before
from warta.articles.reading.cards import Card, cards_of, for_cards
from warta.articles.reading.sections import sections_by_slug

ON_THE_FIRST_PAGE = 40
IN_A_MONTH = 1000  # more than any reader scrolls; a page of it stays under a megabyte
GAP_DAYS = 31


def day_path(day: date | None) -> str:
    return f"/archive/{day:%Y/%m/%d}/" if day else ""


@dataclass(frozen=True)
class Day:
    day: date
    cards: list[Card]

    @property
    def path(self) -> str:
        return day_path(self.day)


@dataclass(frozen=True)
class Listing:
    """Days with their articles, newest first, and the months on either side that have some."""

    days: list[Day]
    month: date | None = None
    older: date | None = None
    newer: date | None = None


@dataclass(frozen=True)
class Archive:
    """One day, by section. `watched` are the days whose first or last article would change this page's links."""

    day: date
    groups: list[tuple[SectionPage | None, list[Card]]]
    older: date | None
    newer: date | None

    @property
    def path(self) -> str:
        return day_path(self.day)

    @property
    def older_path(self) -> str:
        return day_path(self.older)

    @property
    def newer_path(self) -> str:
        return day_path(self.newer)

    @property
    def watched(self) -> tuple[str, ...]:
        """Press tags: the day itself and the empty ones around it; with none near, every new article."""
        gaps = (_days_between(self.older, self.day), _days_between(self.day, self.newer))
        if any(gap is None for gap in gaps):
            return (f"list:day:{self.day}", "list:all")
        ends = [day for day in (self.older, self.newer) if day]
        return tuple(f"list:day:{day}" for day in [self.day, *ends, *(day for gap in gaps for day in gap or ())])


def newest_listing(articles: ArticleQuerySet) -> Listing:
    """The newest of these articles, and the month in which the older ones go on."""
    chosen = list(for_cards(articles)[: ON_THE_FIRST_PAGE + 1])
    older = chosen[ON_THE_FIRST_PAGE:]
    return Listing(
        days=by_day(cards_of(chosen[:ON_THE_FIRST_PAGE])), older=_month(older[0].address_date if older else None)
    )


def month_listing(articles: ArticleQuerySet, month: date) -> Listing:
    """All of one month; no days when it has none."""
    end = _month_after(month)
    within = articles.filter(address_date__gte=month, address_date__lt=end)
    return Listing(
        days=by_day(cards_of(for_cards(within)[:IN_A_MONTH])),
        month=month,
        older=_month(day_before(month, articles)),
        newer=_month(day_after(end - timedelta(days=1), articles)),
    )


def archive_of(day: date) -> Archive:
    """Everything published on a local day, section by section in the order of the menu."""
    sections = sections_by_slug()
    order = {slug: position for position, slug in enumerate(sections)}
    cards = cards_of(for_cards(articles_of_day(day))[:IN_A_MONTH], sections=sections)
    cards.sort(key=lambda card: order.get(card.article.address_section, len(order)))
    groups = [(section, list(group)) for section, group in groupby(cards, key=lambda card: card.section)]
    return Archive(day=day, groups=groups, older=day_before(day), newer=day_after(day))


def by_day(cards: Sequence[Card]) -> list[Day]:
    """The cards in their order, those of each local day together."""
    return [Day(day, list(group)) for day, group in groupby(cards, key=lambda card: card.article.address_date)]


def _month(day: date | None) -> date | None:
    return day.replace(day=1) if day else None


def _month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def _days_between(start: date | None, end: date | None) -> list[date] | None:
    """The days strictly between; None when there is no end to them or too many to watch one by one."""
    if start is None or end is None or (end - start).days > GAP_DAYS:
        return None
    return [start + timedelta(days=step) for step in range(1, (end - start).days)]
