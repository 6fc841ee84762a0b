"""Reports by readers: they bring a comment into the queue, and a ruling says whether they were right."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, Sum

from warta.comments.models import Comment, Complaint, Report, Ruling, Standing, State
from warta.comments.publishing import locked_thread
from warta.comments.standing import record_of
from warta.comments.weighing.risk import exposure_of, look_by, risk_of
from warta.comments.weighing.trust import Record, reporter_weight
from warta.lib.clock import now
from warta.readers.models import User

WEIGHT_OF_COMPLAINT = 3.0  # as the report of somebody who was always right: it has to be answered within 48 hours


def report_comment(comment: Comment, *, person: User, reason: str, words: str = "") -> bool:
    """A reader reports what is public. False: they have before, it is theirs, or it is not public. Safe to repeat."""
    if comment.author_id == person.pk:
        return False
    moment = now()
    with transaction.atomic():
        locked_thread(comment.thread_id)
        if not Comment.objects.public().filter(pk=comment.pk).exists():
            return False
        weight = reporter_weight(reports_of(Standing.objects.filter(person=person).first()).faded(moment))
        report = Report(comment=comment, person=person, reason=reason, words=words, weight=weight, at=moment)
        if not _saved(report):
            return False
        weigh_again(comment.pk, moment=moment)
    return True


def settle_reports(ruling: Ruling) -> None:
    """Inside the transaction of a ruling: whoever reported learns nothing, but weighs more or less from now on."""
    if ruling.after not in (State.PUBLISHED, State.REFUSED):
        return
    was_right = ruling.after == State.REFUSED
    open_ones = Report.objects.filter(comment=ruling.comment_id, was_right=None)
    for report in open_ones.order_by("person_id"):
        _count(report, was_right=was_right, moment=ruling.at, share=1.0)
    open_ones.update(was_right=was_right, ruling=ruling)


def reopen_reports(ruling: Ruling, *, moment: datetime) -> None:
    """Inside the transaction that undoes a ruling: its word about the reports is taken back, too."""
    settled = Report.objects.filter(ruling=ruling)
    for report in settled.order_by("person_id"):
        left = Record(1.0, 0.0, ruling.at).faded(moment).approved
        _count(report, was_right=bool(report.was_right), moment=moment, share=-left)
    settled.update(was_right=None, ruling=None)


def weigh_again(comment_id: int, *, moment: datetime) -> None:
    """Inside a transaction that holds the thread's row: put a comment where it belongs in the queue, or out of it.

    From what is open now: it waits while it is held, reported or complained about. Safe to repeat.
    """
    comment = Comment.objects.select_related("thread", "author__standing").get(pk=comment_id)
    is_open = Q(reported__was_right=None)
    seen = Comment.objects.filter(pk=comment_id).aggregate(
        weight=Sum("reported__weight", filter=is_open), reports=Count("reported", filter=is_open)
    )
    complaints = Complaint.objects.filter(comment=comment_id, decided_at=None).count()
    weight = (seen["weight"] or 0.0) + WEIGHT_OF_COMPLAINT * complaints
    risk = risk_of_comment(comment, report_weight=weight, moment=moment)
    waits = comment.state == State.HELD or bool(seen["reports"]) or complaints > 0
    since = (comment.waiting_since or moment) if waits else None
    Comment.objects.filter(pk=comment_id).update(
        report_weight=weight, reports=seen["reports"], risk=risk, waiting_since=since,
        look_by=look_by(since, risk) if since else None,
    )  # fmt: skip


def risk_of_comment(comment: Comment, *, report_weight: float, moment: datetime) -> float:
    """Its risk as of now; the thread and its author's standing are read along."""
    standing = getattr(comment.author, "standing", None)
    return risk_of(
        civility=comment.civility,
        report_weight=report_weight,
        trust=record_of(standing).faded(moment).trust,
        exposure=exposure_of(is_public=comment.state == State.PUBLISHED, comments_in_thread=comment.thread.published),
    )


def reports_of(standing: Standing | None) -> Record:
    """How often a person's reports were right and wrong; nothing so far for who has no row."""
    if standing is None:
        return Record(0.0, 0.0, now())
    return Record(standing.reports_right, standing.reports_wrong, standing.reports_at)


def _count(report: Report, *, was_right: bool, moment: datetime, share: float) -> None:
    standing, _is_new = Standing.objects.select_for_update().get_or_create(person_id=report.person_id)
    record = reports_of(standing).faded(moment)
    right, wrong = (share, 0.0) if was_right else (0.0, share)
    Standing.objects.filter(pk=standing.pk).update(
        reports_right=max(0.0, record.approved + right), reports_wrong=max(0.0, record.rejected + wrong),
        reports_at=record.at,
    )  # fmt: skip


def _saved(report: Report) -> bool:
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return False
    return True
