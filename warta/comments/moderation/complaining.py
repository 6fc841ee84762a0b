"""Complaints by people without an account: taken in, put before a moderator, answered within 48 hours, forgotten.

Where the answer goes is sealed with a key of the complaint's own, which the newsroom's ring wraps.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from warta.audit.services import record
from warta.comments.models import Comment, Complaint, Ruling, State
from warta.comments.moderation.errors import Changed
from warta.comments.moderation.reporting import weigh_again
from warta.comments.publishing import locked_thread
from warta.lib.clock import now
from warta.lib.crypto import new_key, open_sealed, seal
from warta.readers.key_ring import ring
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.own_data.retention import COMPLAINANTS

TIME_TO_ANSWER = timedelta(hours=48)
GONE = (State.DELETED, State.ERASED)
AT_ONCE = 200


def file_complaint(comment: Comment, *, reason: str, words: str, contact: str, language: str) -> Complaint:
    """Take a complaint in, start its clock and acknowledge it by mail. Raises Changed when it is public no longer.

    Not safe to repeat: each call is a complaint.
    """
    moment = now()
    complaint = Complaint(
        comment=comment, reason=reason, words=words, language=language, at=moment, due_at=moment + TIME_TO_ANSWER
    )
    _seal_contact(complaint, contact)
    with transaction.atomic():
        locked_thread(comment.thread_id)
        if not Comment.objects.public().filter(pk=comment.pk).exists():
            raise Changed
        complaint.save(force_insert=True)
        weigh_again(comment.pk, moment=moment)
        facts = {"reference": complaint.public_id[:8].upper(), "until": complaint.due_at.isoformat()}
        put_in_line("complaint_received", to=contact, person=None, facts=facts, language=language)
        record("comment.complained", subject=f"comment:{comment.pk}", facts={"complaint": complaint.public_id})
    return complaint


def settle_complaints(ruling: Ruling, *, by: User | None) -> None:
    """Inside the transaction of a ruling: what was complained about is decided with it. A held comment decides none."""
    if ruling.after in (State.PUBLISHED, State.REFUSED):
        Complaint.objects.filter(comment=ruling.comment_id, decided_at=None).update(
            decided_by=by, decided_at=ruling.at, was_upheld=ruling.after == State.REFUSED, ruling=ruling
        )


def reopen_complaints(ruling: Ruling) -> None:
    """Inside the transaction that undoes a ruling: whoever was not answered yet waits again, by the same clock."""
    Complaint.objects.filter(ruling=ruling, answered_at=None).update(
        decided_by=None, decided_at=None, was_upheld=None, ruling=None
    )


def answer_complaints(ruling: Ruling) -> int:
    """Inside a transaction: mail the answer to everybody whom this ruling decided about. Safe to repeat."""
    return sum(map(_answer, Complaint.objects.filter(ruling=ruling, answered_at=None, contact__isnull=False)))


def settle_moot() -> int:
    """A job: answer complaints about what its author deleted meanwhile. Safe to repeat."""
    moot = Complaint.objects.filter(decided_at=None, comment__state__in=GONE)[:AT_ONCE]
    return sum(map(_settle_moot, moot))


def forget_contacts() -> int:
    """The retention job: erase where answers were sent two weeks ago. Safe to repeat. Returns how many."""
    return old_contacts().update(contact=None, wrapped=None, master="")


def old_contacts(*, grace: timedelta = timedelta()) -> QuerySet[Complaint]:
    """Whose answers are older than the rule of retention, by more than `grace`."""
    return Complaint.objects.filter(answered_at__lt=now() - COMPLAINANTS.period - grace, contact__isnull=False)


def _settle_moot(complaint: Complaint) -> bool:
    moment = now()
    with transaction.atomic():
        row = Complaint.objects.filter(pk=complaint.pk, decided_at=None)
        if not row.update(decided_at=moment, was_upheld=True):
            return False
        complaint.was_upheld = True
        return _answer(complaint)


def _answer(complaint: Complaint) -> bool:
    """One conditional UPDATE says who answers: never two mails."""
    if not Complaint.objects.filter(pk=complaint.pk, answered_at=None).update(answered_at=now()):
        return False
    kind = "complaint_upheld" if complaint.was_upheld else "complaint_refused"
    facts = {"reference": complaint.public_id[:8].upper()}
    put_in_line(kind, to=_contact_of(complaint), person=None, facts=facts, language=complaint.language)
    return True


def _seal_contact(complaint: Complaint, contact: str) -> None:
    key, place = new_key(), _place(complaint)
    complaint.master, complaint.wrapped = ring().wrap(key, place)
    complaint.contact = seal(contact.encode("utf-8"), key=key, place=place)


def _contact_of(complaint: Complaint) -> str:
    place = _place(complaint)
    key = ring().unwrap(complaint.master, bytes(complaint.wrapped or b""), place)
    return open_sealed(bytes(complaint.contact or b""), key=key, place=place).decode("utf-8")


def _place(complaint: Complaint) -> str:
    return f"complaint:{complaint.public_id}"
