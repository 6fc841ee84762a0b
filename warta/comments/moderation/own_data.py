"""What moderation holds of a person: for their download, for their erasure, and how long an outsider's address."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from warta.comments.models import Appeal, Complaint, Report, Ruling, Suspension
from warta.comments.moderation.complaining import forget_contacts, old_contacts
from warta.comments.reasons import reason_of
from warta.readers.models import User
from warta.readers.own_data.forgetting import GRACE, Keeping
from warta.readers.own_data.gathering import Row, Source
from warta.readers.own_data.retention import COMPLAINANTS

AT, REASON = _("When"), _("Reason")


def reports(person: User) -> Iterator[Row]:
    for row in Report.objects.filter(person=person).order_by("pk"):
        yield {"comment": row.comment_id, "at": row.at, "reason": reason_of(row.reason).name, "words": row.words,
               "was_right": row.was_right}  # fmt: skip


def decisions(person: User) -> Iterator[Row]:
    """What was decided about their comments; notes among colleagues name no other person and are told, too."""
    for row in Ruling.objects.filter(comment__author=person).order_by("pk"):
        yield {"comment": row.comment_id, "at": row.at, "became": row.get_after_display(),
               "reason": reason_of(row.reason).name, "words": row.words, "note": row.note}  # fmt: skip


def appeals(person: User) -> Iterator[Row]:
    for row in Appeal.objects.filter(ruling__comment__author=person).select_related("ruling").order_by("pk"):
        yield {"comment": row.ruling.comment_id, "at": row.at, "words": row.words, "was_granted": row.was_granted}


def suspensions(person: User) -> Iterator[Row]:
    for row in Suspension.objects.filter(person=person).order_by("pk"):
        yield {"at": row.at, "until": row.until, "ended_at": row.ended_at, "reason": reason_of(row.reason).name,
               "words": row.words}  # fmt: skip


def forget_words_about(person: User) -> None:
    """Inside the erasure, before their comments lose their author: what was said of them and by them goes."""
    Ruling.objects.filter(comment__author=person).update(words="", note="")
    Appeal.objects.filter(ruling__comment__author=person).update(words="")


SOURCES = (
    Source("comment-reports", _("Comments you reported"), reports, {"at": AT, "reason": REASON}),
    Source("comment-decisions", _("Decisions about your comments"), decisions, {"at": AT, "reason": REASON}),
    Source("comment-appeals", _("Your requests for a second look"), appeals, {"at": AT}),
    Source("comment-suspensions", _("Times in which you could not comment"), suspensions, {"at": AT, "reason": REASON}),
)  # fmt: skip
KEEPING = Keeping(
    COMPLAINANTS,
    forget_contacts,
    held=lambda: Complaint.objects.filter(contact__isnull=False).count(),
    overdue=lambda: old_contacts(grace=GRACE).count(),
)
