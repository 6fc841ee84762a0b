"""Appeals: an author asks a second moderator to look at a refusal. Once for each ruling."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.comments import publishing
from warta.comments.models import Appeal, Comment, Ruling, State
from warta.comments.moderation.errors import Changed, OwnComment, Refused
from warta.comments.moderation.reporting import reopen_reports
from warta.comments.moderation.ruling import follow
from warta.comments.moderation.telling import tell_of_refused_appeal
from warta.lib.clock import now
from warta.readers.models import User

TIME_TO_APPEAL = timedelta(days=30)


class SecondNeeded(Refused):
    """Whoever ruled does not decide about the appeal."""

    def __init__(self) -> None:
        super().__init__(_("You refused it yourself: a second moderator has to decide."))


def ruling_to_appeal(comment: Comment) -> Ruling | None:
    """The refusal that stands and may be appealed: not older than 30 days, and not appealed yet."""
    if comment.state != State.REFUSED:
        return None
    last = Ruling.objects.filter(comment=comment).order_by("pk").last()
    if last is None or last.after != State.REFUSED or last.at < now() - TIME_TO_APPEAL:
        return None
    return None if Appeal.objects.filter(ruling=last).exists() else last


def make_appeal(comment: Comment, *, by: User, words: str) -> Appeal | None:
    """Ask for a second look. None when there is nothing to appeal, or it was done already. Safe to repeat."""
    ruling = ruling_to_appeal(comment) if comment.author_id == by.pk else None
    if ruling is None:
        return None
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(ruling=ruling, words=words, at=now())
            record("comment.appealed", actor=by.public_id, subject=f"comment:{comment.pk}")
    except IntegrityError:
        return None
    return appeal


def grant_appeal(appeal: Appeal, *, by: User, note: str = "") -> Ruling:
    """Publish after all. Raises SecondNeeded, OwnComment, or Changed when it was decided or moved meanwhile."""
    comment = appeal.ruling.comment
    with transaction.atomic():
        _decide(appeal, by=by, was_granted=True)
        ruling = publishing.publish_comment(comment, by=by, reason="appeal", note=note)
        if ruling is None:
            raise Changed
        reopen_reports(appeal.ruling, moment=ruling.at)
        follow(ruling, by=by)
    return ruling


def refuse_appeal(appeal: Appeal, *, by: User) -> None:
    """It stays as it is, and the author is told. Raises as `grant_appeal`."""
    comment = appeal.ruling.comment
    with transaction.atomic():
        _decide(appeal, by=by, was_granted=False)
        tell_of_refused_appeal(comment)
        record("comment.appeal_refused", actor=by.public_id, subject=f"comment:{comment.pk}")


def _decide(appeal: Appeal, *, by: User, was_granted: bool) -> None:
    comment = appeal.ruling.comment
    if appeal.ruling.by_id == by.pk:
        raise SecondNeeded
    if comment.author_id == by.pk:
        raise OwnComment
    publishing.locked_thread(comment.thread_id)
    still = Appeal.objects.filter(pk=appeal.pk, decided_at=None)
    if not still.update(decided_by=by, decided_at=now(), was_granted=was_granted):
        raise Changed
    if not Comment.objects.filter(pk=comment.pk, state=State.REFUSED).exists():
        raise Changed
