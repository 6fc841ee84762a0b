"""What this room holds of a person, for their download, and what goes when they are erased."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from warta.comments.models import Appeal, Comment, Mute, Nudge, Report, Ruling, State, Suspension
from warta.comments.publishing import erase_comments_of
from warta.comments.reasons import reason_of
from warta.readers.models import User
from warta.readers.own_data.gathering import Row, Source

AT_ONCE = 500


def erase_writing_of(person: User) -> None:
    """Texts go and stubs stay; so do what somebody wrote to explain themselves, and whom they asked about."""
    Appeal.objects.filter(ruling__comment__author=person).update(words="")
    Ruling.objects.filter(comment__author=person).update(words="", note="", findings=[])
    Nudge.objects.filter(person=person).update(person=None)
    erase_comments_of(person)


def comments(person: User) -> Iterator[Row]:
    rows = Comment.objects.filter(author=person).order_by("pk").select_related("thread__article")
    for row in rows.defer("thread__article__body", "thread__article__original").iterator(chunk_size=AT_ONCE):
        yield {
            "written_at": row.written_at, "edited_at": row.edited_at, "published_at": row.published_at,
            "article": row.thread.article.title, "text": row.text, "state": str(State(row.state).label),
            "found": [str(reason_of(str(finding.get("reason", ""))).name) for finding in row.findings],
            "likes": row.likes, "was_asked_to_reconsider": row.was_nudged,
        }  # fmt: skip


def doings(person: User) -> Iterator[Row]:
    """Reports, appeals, people muted, suspensions."""
    for report in Report.objects.filter(person=person).order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {"kind": "report", "at": report.at, "reason": str(reason_of(report.reason).name), "words": report.words}
    for appeal in Appeal.objects.filter(ruling__comment__author=person).order_by("pk"):
        yield {"kind": "appeal", "at": appeal.at, "reason": "", "words": appeal.words}
    for mute in Mute.objects.filter(person=person).order_by("pk"):
        yield {"kind": "mute", "at": mute.at, "reason": "", "words": ""}
    for stop in Suspension.objects.filter(person=person).order_by("pk"):
        yield {"kind": "suspension", "at": stop.at, "reason": str(reason_of(stop.reason).name), "words": stop.words}


SOURCES_OF_COMMENTS = (
    Source(
        "comments", _("Comments"), comments,
        {"written_at": _("Written"), "edited_at": _("Changed"), "published_at": _("Published"),
         "article": _("Article"), "text": _("Comment"), "state": _("State"), "found": _("What was found in it"),
         "likes": _("Likes"), "was_asked_to_reconsider": _("Asked to reconsider")},
    ),
    Source(
        "around-comments", _("Reports, appeals and what else concerns comments"), doings,
        {"kind": _("What"), "at": _("When"), "reason": _("Reason"), "words": _("Words")},
    ),
)  # fmt: skip
