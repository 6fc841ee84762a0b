"""What waits for a moderator, in the order in which it should be looked at, with all that helps to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import QuerySet

from warta.comments.models import Appeal, Comment, Complaint, Report, Ruling, Standing, State, Suspension
from warta.comments.moderation.explaining import marks_of
from warta.comments.moderation.highlighting import Piece, pieces_of
from warta.comments.moderation.ruling import seen_as
from warta.comments.reasons import reason_of
from warta.comments.standing import record_of
from warta.comments.weighing.trust import TAIL, Record, beta_quantile
from warta.lib.clock import now
from warta.readers.models import User

PER_PAGE = 20
MOST_COUNTED = 10_000  # beyond that "10,000+" says as much, and costs no more
HIGH, MEDIUM = 0.6, 0.3
UNDO_SHOWN = 5
UNDO_FOR = timedelta(minutes=15)
HEAVY = ("thread__article__body", "thread__article__original")

Kind = Literal["", "held", "reported", "complained"]


@dataclass(frozen=True)
class Trust:
    """The 90 % interval in percent, and the decisions that it comes of, faded to now."""

    low: int
    high: int
    approved: float
    rejected: float

    @property
    def width(self) -> int:
        return max(2, self.high - self.low)

    @property
    def is_known(self) -> bool:
        return self.approved + self.rejected >= 0.5


@dataclass(frozen=True)
class Waiting:
    """One card of the desk. `reasons` are names with how many times each was given."""

    comment: Comment
    pieces: list[Piece]
    trust: Trust
    findings: list[str]
    reasons: list[tuple[str, int]]
    reports: list[Report]
    complaints: list[Complaint]
    is_suspended: bool
    seen: str
    moment: datetime

    @property
    def level(self) -> str:
        risk = self.comment.risk
        return "high" if risk >= HIGH else "medium" if risk >= MEDIUM else "low"

    @property
    def percent(self) -> int | None:
        return None if self.comment.civility is None else round(100 * self.comment.civility)

    @property
    def due_at(self) -> datetime | None:
        """When the first complaint must be answered."""
        return min((complaint.due_at for complaint in self.complaints), default=None)

    @property
    def is_due(self) -> bool:
        return self.due_at is not None and self.due_at < self.moment

    @property
    def is_late(self) -> bool:
        return self.comment.look_by is not None and self.comment.look_by < self.moment

    @property
    def holder(self) -> User | None:
        """Who looks at it at this moment."""
        until = self.comment.claimed_until
        return self.comment.claimed_by if until is not None and until > self.moment else None


@dataclass(frozen=True)
class Counts:
    """How much waits; at most 10,000 of each is counted."""

    waiting: int
    complaints: int
    due: int
    appeals: int

    @property
    def any(self) -> bool:
        return bool(self.waiting or self.appeals)


def waiting_comments(kind: Kind = "") -> QuerySet[Comment]:
    """In the order of the desk: by the moment at which somebody should have looked."""
    found = Comment.objects.filter(waiting_since__isnull=False)
    if kind == "held":
        found = found.filter(state=State.HELD)
    elif kind == "reported":
        found = found.filter(reports__gt=0)
    elif kind == "complained":
        found = found.filter(pk__in=Complaint.objects.filter(decided_at=None).values("comment"))
    return found.order_by("look_by", "pk")


def desk_page(kind: Kind, start: int) -> tuple[list[Waiting], bool]:
    """The cards from `start` on, and whether more follow. On the first page overdue complaints come before all."""
    overdue = list(_due_first(kind)) if start == 0 else []
    ids = waiting_comments(kind).exclude(pk__in=[row.pk for row in overdue]).values_list("pk", flat=True)
    # Numbers first: far down the queue only an index is walked, not the people and articles of what is passed by.
    found = list(ids[start : start + PER_PAGE + 1])
    rest = _with_context(Comment.objects.filter(pk__in=found[:PER_PAGE])).order_by("look_by", "pk")
    return cards_of([*overdue, *rest]), len(found) > PER_PAGE


def cards_of(comments: Sequence[Comment]) -> list[Waiting]:
    """The cards for these comments: the same few questions however many there are."""
    ids, moment = [row.pk for row in comments], now()
    reports, complaints = _open_reports(ids), _open_complaints(ids)
    suspended = _suspended_among(row.author_id for row in comments)
    marks = marks_of(comments)
    return [
        Waiting(
            comment=row, pieces=pieces_of(row.text, marks[row.pk]),
            trust=trust_of(getattr(row.author, "standing", None), moment), findings=findings_of(row.findings),
            reasons=_counted(reports[row.pk]), reports=[one for one in reports[row.pk] if one.words],
            complaints=complaints[row.pk], is_suspended=row.author_id in suspended, seen=seen_as(row), moment=moment,
        )
        for row in comments
    ]  # fmt: skip


def one_card(pk: int) -> Waiting | None:
    """The card of any comment, whether it waits or not."""
    row = _with_context(Comment.objects.filter(pk=pk)).first()
    return cards_of([row])[0] if row else None


def counts() -> Counts:
    """Four bounded counts, each over an index of what is open alone."""
    open_ones = Complaint.objects.filter(decided_at=None)
    return Counts(
        waiting=waiting_comments().order_by()[:MOST_COUNTED].count(),
        complaints=open_ones[:MOST_COUNTED].count(),
        due=open_ones.filter(due_at__lt=now())[:MOST_COUNTED].count(),
        appeals=open_appeals()[:MOST_COUNTED].count(),
    )


def open_appeals() -> QuerySet[Appeal]:
    """What still can be decided, the oldest first."""
    found = Appeal.objects.filter(decided_at=None, ruling__comment__state=State.REFUSED)
    return found.order_by("at")


def rulings_to_undo(by: User) -> list[Ruling]:
    """The last few decisions of this moderator that can still be taken back with one press."""
    mine = Ruling.objects.filter(by=by, undoes=None, undone_by=None, at__gt=now() - UNDO_FOR)
    return list(mine.select_related("comment__author").order_by("-pk")[:UNDO_SHOWN])


def trust_of(standing: Standing | None, moment: datetime) -> Trust:
    record = record_of(standing).faded(moment)
    return interval_of(record)


def interval_of(record: Record) -> Trust:
    bounds = [beta_quantile(share, 1 + record.approved, 1 + record.rejected) for share in (TAIL, 1 - TAIL)]
    low, high = (round(100 * bound) for bound in bounds)
    return Trust(low, high, record.approved, record.rejected)


def findings_of(findings: object) -> list[str]:
    """Names of what the pipeline found, each once. Rows of an older version of it may be anything."""
    rows = findings if isinstance(findings, list) else []
    keys = [str(row.get("reason", "")) for row in rows if isinstance(row, dict)]
    return list(dict.fromkeys(reason_of(key).name for key in keys if key))


def _due_first(kind: Kind) -> QuerySet[Comment]:
    due = Complaint.objects.filter(decided_at=None, due_at__lt=now()).order_by("due_at").values("comment")[:PER_PAGE]
    ids = list(due.values_list("comment", flat=True))
    return _with_context(waiting_comments(kind).filter(pk__in=ids)) if ids else Comment.objects.none()


def _with_context(found: QuerySet[Comment]) -> QuerySet[Comment]:
    return found.select_related(
        "author__standing", "thread__article", "reply_to__author", "claimed_by"
    ).defer(*HEAVY)  # fmt: skip


def _open_reports(ids: Iterable[int]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = defaultdict(list)
    for report in Report.objects.filter(comment__in=list(ids), was_right=None).order_by("pk"):
        found[report.comment_id].append(report)
    return found


def _open_complaints(ids: Iterable[int]) -> dict[int, list[Complaint]]:
    found: dict[int, list[Complaint]] = defaultdict(list)
    rows = Complaint.objects.filter(comment__in=list(ids), decided_at=None)
    for complaint in rows.defer("contact", "wrapped").order_by("due_at"):
        found[complaint.comment_id].append(complaint)
    return found


def _suspended_among(authors: Iterable[int | None]) -> set[int]:
    people = {pk for pk in authors if pk is not None}
    current = Suspension.objects.filter(person__in=people, until__gt=now(), ended_at=None)
    return set(current.values_list("person", flat=True))


def _counted(reports: list[Report]) -> list[tuple[str, int]]:
    counted: dict[str, int] = defaultdict(int)
    for report in reports:
        counted[report.reason] += 1
    return [(reason_of(key).name, count) for key, count in counted.items()]
