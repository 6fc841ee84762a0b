"""Announcements as the newsroom sees them, and what the sweep must heal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from warta.alerts.models import Announcement, Channel, Digest
from warta.alerts.models import State as AnnouncementState
from warta.articles.models import Alert, ArticlePage, Origin
from warta.lib.clock import now
from warta.outbox.models import UNSETTLED, Delivery, Operation, State

# News older than that is not announced after the fact; what was told of stays under watch for a month.
MISSING_HOURS = 24
WATCHED_DAYS = 30


@dataclass(frozen=True)
class Progress:
    """How far an announcement's posts are, in numbers."""

    total: int
    sent: int
    open: int
    unknown: int
    failed: int

    @property
    def share_percent(self) -> int:
        return round(100 * self.sent / self.total) if self.total else 0


NONE_YET = Progress(0, 0, 0, 0, 0)


def channels_for(article: ArticlePage, level: str) -> list[Channel]:
    """The channels that get an article of this level as a post of its own."""
    wanted = Q(gets_breaking=True) if level == Alert.BREAKING else Q(gets_selected=True)
    languages = Q(language="") | Q(language=article.language)
    sections = Q(sections=None) | Q(sections__slug=article.address_section)
    return list(Channel.objects.active().filter(wanted, languages, sections).distinct())


def unannounced() -> QuerySet[ArticlePage]:
    """Live articles with an alert choice that nothing was announced of, published in the last day."""
    since = now() - timedelta(hours=MISSING_HOURS)
    articles = ArticlePage.objects.public().exclude(alert=Alert.NONE)
    recent = articles.filter(
        changed_at__gte=since, first_published_at__gte=since, origin=Origin.NEWSROOM, alias_of=None
    )
    return recent.filter(announcement=None).order_by("first_published_at")


def changed_since_told() -> QuerySet[Announcement]:
    """Announcements whose article was written to since they were last looked at."""
    watched = Announcement.objects.filter(created_at__gte=_watched_since()).exclude(state=AnnouncementState.WITHDRAWN)
    return watched.filter(article__live=True, article__changed_at__gt=F("looked_at"))


def withdrawn_but_standing() -> QuerySet[Announcement]:
    """Announcements of what is no longer public, or was deleted."""
    return _of_what_is_gone().filter(created_at__gte=_watched_since())


def still_to_withdraw(pk: int) -> QuerySet[Announcement]:
    """This announcement, if its article is not public and it does not know yet. May be updated at once."""
    return Announcement.objects.filter(pk__in=_of_what_is_gone().filter(pk=pk).values("pk"))


def _of_what_is_gone() -> QuerySet[Announcement]:
    gone = Q(article=None) | Q(article__live=False) | Q(article__withdrawn_at__isnull=False)
    return Announcement.objects.filter(gone).exclude(state=AnnouncementState.WITHDRAWN)


def progress_of(told: Iterable[Announcement | Digest]) -> dict[int, Progress]:
    """The progress of each, by id, in one query. Only sendings count; corrections and removals are besides."""
    subjects = {one.subject: one.pk for one in told}
    counted = (
        Delivery.objects.filter(subject__in=subjects, operation=Operation.SEND)
        .values_list("subject")
        .annotate(
            total=Count("pk", filter=~Q(state=State.CANCELLED)),
            sent=Count("pk", filter=Q(state=State.SENT)),
            open=Count("pk", filter=Q(state__in=(State.PENDING, State.RETRY, State.CLAIMED))),
            unknown=Count("pk", filter=Q(state=State.UNKNOWN)),
            failed=Count("pk", filter=Q(state=State.DEAD)),
        )
        .order_by()
    )
    return {subjects[subject]: Progress(*numbers) for subject, *numbers in counted}


def has_unsettled(subject: str) -> bool:
    return Delivery.objects.about(subject).filter(state__in=UNSETTLED).exists()


def names_of_destinations() -> dict[str, str]:
    """What the newsroom calls each destination."""
    return {channel.key: channel.name for channel in Channel.objects.all()}


def _watched_since() -> datetime:
    return now() - timedelta(days=WATCHED_DAYS)
