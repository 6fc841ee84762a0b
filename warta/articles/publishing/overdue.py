"""Which schedules are overdue, and why, as the newsroom shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from warta.articles.models import Act, ArticlePage, Overdue
from warta.articles.publishing.timing import due_publications, due_withdrawals
from warta.lib.clock import now

GRACE_SECONDS = 30  # being on time is a matter of seconds; later than this is worth a person's look
MOST_SHOWN = 200


@dataclass(frozen=True)
class OverdueSchedule:
    """An article that should have been published or withdrawn at `due_at`; without a reason nobody has tried yet."""

    article: ArticlePage
    act: Act
    due_at: datetime
    reason: str
    attempts: int
    next_attempt_at: datetime | None


def overdue_schedules() -> list[OverdueSchedule]:
    """Schedules that failed or whose time passed unnoticed, the earliest first."""
    due = sorted(_due(), key=lambda one: one[2])[:MOST_SHOWN]
    notes = {(note.article_id, note.act): note for note in Overdue.objects.all()}
    articles = ArticlePage.objects.defer_streamfields().in_bulk([pk for pk, _act, _at in due])
    late = now() - timedelta(seconds=GRACE_SECONDS)
    return [
        _schedule(articles[pk], act, at, notes.get((pk, act)))
        for pk, act, at in due
        if pk in articles and (at <= late or (pk, act) in notes)
    ]


def overdue_ids() -> list[int]:
    return [schedule.article.pk for schedule in overdue_schedules()]


def _due() -> Iterator[tuple[int, Act, datetime]]:
    for article_id, at in due_publications().values_list("object_id", "approved_go_live_at")[:MOST_SHOWN]:
        yield int(article_id), Act.PUBLISH, at
    for pk, at in due_withdrawals().values_list("pk", "withdraws_at")[:MOST_SHOWN]:
        yield pk, Act.WITHDRAW, at


def _schedule(article: ArticlePage, act: Act, at: datetime, note: Overdue | None) -> OverdueSchedule:
    if note is None:
        return OverdueSchedule(article, act, at, reason="", attempts=0, next_attempt_at=None)
    return OverdueSchedule(article, act, at, note.reason, note.attempts, note.next_attempt_at)
