"""What a moderator sees of a person: their comments, what was decided, how far they are trusted, their reports."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from warta.comments.models import Comment, Report, Ruling, Standing, State, Suspension
from warta.comments.moderation.queue import HEAVY, Trust, interval_of, trust_of
from warta.comments.moderation.reporting import reports_of
from warta.comments.weighing.trust import reporter_weight
from warta.lib.clock import now
from warta.readers.models import User

PER_PAGE = 25
MOST_FOUND = 30


@dataclass(frozen=True)
class History:
    """`by_state` counts their comments; `right` and `wrong` their decided reports, which weigh `report_weight` each."""

    person: User
    trust: Trust
    by_state: dict[str, int]
    reports: int
    right: int
    wrong: int
    report_trust: Trust
    report_weight: float
    suspensions: list[Suspension]

    @property
    def suspension(self) -> Suspension | None:
        """The one in force."""
        moment = now()
        return next((one for one in self.suspensions if one.ended_at is None and one.until > moment), None)


def history_of(person: User) -> History:
    """Five questions, however much they wrote."""
    moment = now()
    standing = Standing.objects.filter(person=person).first()
    states = Comment.objects.filter(author=person).values_list("state").annotate(Count("pk")).order_by()
    reports = Report.objects.filter(person=person).aggregate(
        all=Count("pk"), right=Count("pk", filter=Q(was_right=True)), wrong=Count("pk", filter=Q(was_right=False))
    )
    reporter = reports_of(standing).faded(moment)
    return History(
        person, trust_of(standing, moment), {str(State(state).label): count for state, count in states},
        reports["all"], reports["right"], reports["wrong"], interval_of(reporter), reporter_weight(reporter),
        list(Suspension.objects.filter(person=person).select_related("by").order_by("-pk")[:PER_PAGE]),
    )  # fmt: skip


def comments_of(person: User) -> QuerySet[Comment]:
    """Newest first, with the article and without its text."""
    return Comment.objects.filter(author=person).select_related("thread__article").defer(*HEAVY).order_by("-pk")


def rulings_about(comment: Comment) -> list[Ruling]:
    """Everything decided about one comment, oldest first."""
    return list(Ruling.objects.filter(comment=comment).select_related("by", "undone_by").order_by("pk"))


def decisions(*, by: User | None = None, before: int | None = None) -> list[Ruling]:
    """What people decided, newest first: by one of them, or all; `before` pages on."""
    found = Ruling.objects.filter(by=by) if by else Ruling.objects.filter(by__isnull=False)
    if before:
        found = found.filter(pk__lt=before)
    return list(found.select_related("by", "comment__author", "undone_by").order_by("-pk")[: PER_PAGE + 1])


def people_named(name: str) -> list[User]:
    """Who has written comments under such a public name; at most 30."""
    found = User.objects.filter(display_name__icontains=name).filter(
        Q(pk__in=Comment.objects.exclude(author=None).values("author"))
    )
    return list(found.select_related("standing").order_by("display_name", "pk")[:MOST_FOUND])
