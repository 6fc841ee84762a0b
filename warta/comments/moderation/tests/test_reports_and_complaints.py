"""Reports by readers and complaints by outsiders: how they reach the queue, and how they are answered."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection

from warta.comments.models import Complaint, Report, Standing, State
from warta.comments.moderation.complaining import file_complaint, forget_contacts
from warta.comments.moderation.queue import desk_page, waiting_comments
from warta.comments.moderation.reporting import report_comment
from warta.comments.moderation.ruling import TIME_TO_UNDO, Word, rule, undo
from warta.comments.moderation.telling import tell_settled
from warta.comments.moderation.tests.desk import Desk, fresh
from warta.comments.publishing import delete_comment
from warta.lib.clock import clock_at, now
from warta.outbox.models import Delivery
from warta.readers.mails.sending import body_of
from warta.readers.models import WaitingMail
from warta.readers.own_data.retention import COMPLAINANTS

CONTACT = "ibu.sari@example.org"


def complained(desk: Desk) -> Complaint:
    return file_complaint(desk.published(), reason="private", words="My child's name.", contact=CONTACT, language="en")


def mails() -> list[str]:
    return list(WaitingMail.objects.order_by("created_at", "pk").values_list("kind", flat=True))


def test_a_report_brings_a_public_comment_into_the_queue_with_a_higher_risk(desk: Desk) -> None:
    comment = desk.published()
    assert report_comment(comment, person=desk.fani, reason="insult", words="It is about my mother.")
    after = fresh(comment)
    assert list(waiting_comments("reported")) == [after]
    assert after.risk > comment.risk
    assert (after.reports, after.report_weight) == (1, 1.0)


def test_a_reader_reports_a_comment_once_and_never_their_own(desk: Desk) -> None:
    comment = desk.published()
    assert report_comment(comment, person=desk.fani, reason="insult")
    assert not report_comment(comment, person=desk.fani, reason="spam")
    assert not report_comment(comment, person=desk.eka, reason="spam")
    assert not report_comment(desk.comment("Held."), person=desk.fani, reason="spam")
    assert Report.objects.count() == 1


@pytest.mark.parametrize(("act", "was_right"), [("approve", False), ("refuse", True)])
def test_a_ruling_says_whether_the_reports_were_right(desk: Desk, act: str, *, was_right: bool) -> None:
    comment = desk.published()
    report_comment(comment, person=desk.fani, reason="insult")
    rule(comment.pk, Word(act, reason="insult" if was_right else ""), by=desk.citra)  # type: ignore[arg-type]
    assert Report.objects.get().was_right is was_right
    standing = Standing.objects.get(person=desk.fani)
    assert (standing.reports_right, standing.reports_wrong) == ((1.0, 0.0) if was_right else (0.0, 1.0))
    assert fresh(comment).waiting_since is None


def test_a_complaint_starts_a_clock_of_48_hours_and_is_acknowledged(desk: Desk) -> None:
    complaint = complained(desk)
    assert complaint.due_at - complaint.at == timedelta(hours=48)
    assert mails() == ["complaint_received"]
    assert list(waiting_comments("complained")) == [complaint.comment]


def test_the_contact_stands_nowhere_in_the_clear(desk: Desk) -> None:
    complained(desk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM comments_complaint")
        row = cursor.fetchone()
    assert CONTACT not in repr([bytes(value) if isinstance(value, memoryview) else value for value in row])


def test_a_ruling_decides_the_complaint_and_answers_it_two_minutes_later(desk: Desk) -> None:
    complaint = complained(desk)
    rule(complaint.comment_id, Word("refuse", reason="private"), by=desk.citra)
    complaint.refresh_from_db()
    assert (complaint.was_upheld, complaint.decided_by, complaint.answered_at) == (True, desk.citra, None)
    assert tell_settled() == 0
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        tell_settled()
        tell_settled()
    assert sorted(mails()) == ["comment_refused", "complaint_received", "complaint_upheld"]


def test_the_answer_goes_to_the_address_that_complained(desk: Desk) -> None:
    complaint = complained(desk)
    rule(complaint.comment_id, Word("approve"), by=desk.citra)
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        tell_settled()
        destination = Delivery.objects.order_by("-pk")[0].destination
        told = body_of(destination)
    assert told is not None
    assert "The comment stays" in json.dumps([told.headline, told.summary, told.letter.text if told.letter else ""])


def test_undoing_puts_a_complaint_back_under_its_clock(desk: Desk) -> None:
    complaint = complained(desk)
    made = rule(complaint.comment_id, Word("approve"), by=desk.citra)
    undo(made, by=desk.citra)
    again = Complaint.objects.get()
    assert (again.decided_at, again.due_at) == (None, complaint.due_at)
    assert list(waiting_comments("complained")) == [complaint.comment]
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        tell_settled()
    assert mails() == ["complaint_received"]


def test_an_overdue_complaint_comes_before_everything(desk: Desk) -> None:
    with clock_at(now() - timedelta(hours=49)):
        late = complained(desk).comment
    urgent = desk.comment("Urgent.", civility=1.0, risk=1.0)
    with clock_at(now() - timedelta(days=5)):
        oldest = desk.comment("Old.", civility=1.0, risk=1.0)
    cards, has_more = desk_page("", 0)
    assert [card.comment for card in cards] == [late, oldest, urgent]
    assert cards[0].is_due
    assert not has_more


def test_what_the_author_deletes_is_answered_by_itself(desk: Desk) -> None:
    complaint = complained(desk)
    delete_comment(complaint.comment)
    assert tell_settled() == 1
    assert tell_settled() == 0
    assert Complaint.objects.get().was_upheld is True
    assert "complaint_upheld" in mails()


def test_the_address_is_erased_two_weeks_after_the_answer(desk: Desk) -> None:
    complaint = complained(desk)
    rule(complaint.comment_id, Word("approve"), by=desk.citra)
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        tell_settled()
    assert forget_contacts() == 0
    with clock_at(now() + COMPLAINANTS.period + timedelta(minutes=5)):
        assert forget_contacts() == 1
        assert forget_contacts() == 0
    forgotten = Complaint.objects.get()
    assert (forgotten.contact, forgotten.wrapped, forgotten.master) == (None, None, "")
    assert forgotten.comment.state == State.PUBLISHED
