"""What changed on the public side since a moment, told or not: the press's sweep asks it and heals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max

from warta.articles.models import ArticlePage, Author, FrontPage, Outlet, SectionPage, Slot, Topic
from warta.articles.publishing.facts import (
    eager_paths_of,
    front_tags,
    gone_paths_of,
    places_of_sections,
    slot_tags,
    tags_of,
)
from warta.lib.clock import now

NEWS = timedelta(days=2)


@dataclass(frozen=True)
class PublicChange:
    """Tags of what changed at `at`, paths worth pressing at once, and those that are gone (answer 410)."""

    tags: frozenset[str]
    at: datetime
    eager: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def public_changes_since(moment: datetime) -> Iterator[PublicChange]:
    """Every change of what readers see that was stamped at `moment` or later, oldest articles first.

    A row is stamped before its transaction commits, so ask with an overlap of at least the longest one.
    """
    yield from _articles_since(moment)
    yield from _names_since(moment)
    yield from _fronts_since(moment)
    yield from _ended_slots_since(moment)


def _articles_since(moment: datetime) -> Iterator[PublicChange]:
    rows = ArticlePage.objects.once_public().filter(changed_at__gte=moment).order_by("changed_at")
    around = rows.defer("body", "original").prefetch_related("bylines", "citations", "topics")
    sections = places_of_sections()
    for article in around.iterator(chunk_size=200):
        tags = frozenset(tags_of(article, sections))
        eager = eager_paths_of(article) if _is_news(article) else ()
        yield PublicChange(tags, article.changed_at, eager, gone_paths_of(article))


def _is_news(article: ArticlePage) -> bool:
    """What is imported into the archive by the thousand is pressed when it is asked for."""
    return article.address_date is not None and article.address_date >= now().date() - NEWS


def _names_since(moment: datetime) -> Iterator[PublicChange]:
    for model in (Topic, Author, Outlet):
        kind = model.__name__.lower()
        for pk, at in model.objects.filter(changed_at__gte=moment).values_list("pk", "changed_at"):
            yield PublicChange(frozenset({f"{kind}:{pk}"}), at)


def _fronts_since(moment: datetime) -> Iterator[PublicChange]:
    for model in (FrontPage, SectionPage):
        for front in model.objects.filter(changed_at__gte=moment):
            yield PublicChange(front_tags(front), front.changed_at)


def _ended_slots_since(moment: datetime) -> Iterator[PublicChange]:
    """A slot ends by the clock; nothing is written then, so nothing else would tell."""
    for slot in Slot.objects.filter(until__gte=moment, until__lte=now()).select_related("front"):
        if slot.until:
            yield PublicChange(slot_tags(slot), slot.until)


def menu_changed_at() -> datetime | None:
    """When what the menu of every page says of a section last changed; None without sections."""
    return SectionPage.objects.aggregate(at=Max("menu_changed_at"))["at"]
