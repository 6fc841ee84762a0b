"""What goes into a digest and where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from warta.alerts.digests.slots import next_slot
from warta.alerts.models import TALKING, Announcement, Channel, Digest, Edition
from warta.articles.models import Alert, ArticlePage
from warta.lib.clock import now

# What was selected earlier and found no room until now is no news any more.
GATHERED_FOR = timedelta(hours=24)
WATCHED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Coming:
    """An edition's next digest: how many articles wait for it, and on how many channels it is posted."""

    edition: Edition
    due_at: datetime
    waiting: int
    channels: int


def gathered_for(edition: Edition, moment: datetime) -> list[Announcement]:
    """The selected articles of the last day that the edition has not told, newest first, as many as it takes."""
    selected = Announcement.objects.filter(
        level=Alert.SELECTED, state__in=TALKING, created_at__gt=moment - GATHERED_FOR, article__live=True,
        article__withdrawn_at=None,
    )  # fmt: skip
    sections = list(edition.sections.values_list("slug", flat=True))
    if sections:
        selected = selected.filter(article__address_section__in=sections)
    if edition.language:
        selected = selected.filter(article__language=edition.language)
    told = Announcement.objects.filter(digests__edition=edition)
    return list(selected.exclude(pk__in=told.values("pk")).select_related("article")[: edition.most_articles])


def channels_of(edition: Edition) -> list[Channel]:
    """The edition's own channels that are in use; else all that get no selected articles as posts of their own."""
    chosen = Q(editions=edition) if edition.channels.exists() else Q(gets_selected=False)
    languages = Q(language="") | Q(language=edition.language) if edition.language else Q()
    return list(Channel.objects.active().filter(chosen, languages))


def articles_of(digest: Digest) -> list[ArticlePage]:
    """Its articles that readers may see now, in its order."""
    items = digest.items.select_related("announcement__article").order_by("position")
    articles: Iterable[ArticlePage | None] = (item.announcement.article for item in items)
    return [article for article in articles if article and article.is_public]


def digests_with(announcement: Announcement, moment: datetime) -> QuerySet[Digest]:
    """The digests of the last month that told it."""
    return Digest.objects.filter(items__announcement=announcement, due_at__gt=moment - WATCHED_FOR)


def coming_digests() -> list[Coming]:
    """The next digest of each edition in use, soonest first."""
    moment, zone = now(), timezone.get_default_timezone()
    coming = [
        Coming(
            edition, next_slot(edition.local_times, moment, zone), waiting=len(gathered_for(edition, moment)),
            channels=len(channels_of(edition)),
        )
        for edition in Edition.objects.filter(is_active=True)
    ]  # fmt: skip
    return sorted(coming, key=lambda one: one.due_at)
