"""Second looks, and keeping somebody from commenting for a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from warta.comments.models import Appeal, Comment, Standing, State, Suspension
from warta.comments.moderation.appealing import (
    TIME_TO_APPEAL,
    SecondNeeded,
    grant_appeal,
    make_appeal,
    refuse_appeal,
    ruling_to_appeal,
)
from warta.comments.moderation.errors import Changed, OwnComment
from warta.comments.moderation.ruling import TIME_TO_UNDO, Word, rule
from warta.comments.moderation.suspending import Colleague, current_suspension, lift, suspend
from warta.comments.moderation.telling import tell_settled
from warta.comments.moderation.tests.desk import Desk, fresh
from warta.comments.publishing import delete_comment
from warta.lib.clock import clock_at, now
from warta.readers.models import WaitingMail


def refused(desk: Desk, **fields: object) -> Comment:
    comment = desk.comment(**fields)  # type: ignore[arg-type]
    rule(comment.pk, Word("refuse", reason="insult"), by=desk.citra)
    return fresh(comment)


def appealed(desk: Desk) -> Appeal:
    appeal = make_appeal(refused(desk), by=desk.eka, words="I speak of his policy.")
    assert appeal is not None
    return appeal


def test_an_author_appeals_once_for_each_ruling(desk: Desk) -> None:
    comment = refused(desk)
    assert make_appeal(comment, by=desk.fani, words="Not mine.") is None
    assert make_appeal(comment, by=desk.eka, words="Mine.") is not None
    assert make_appeal(comment, by=desk.eka, words="Again.") is None


def test_after_thirty_days_there_is_nothing_to_appeal(desk: Desk) -> None:
    comment = refused(desk)
    with clock_at(now() + TIME_TO_APPEAL + timedelta(seconds=1)):
        assert ruling_to_appeal(comment) is None


def test_whoever_refused_does_not_decide_the_appeal(desk: Desk) -> None:
    appeal = appealed(desk)
    for act in (grant_appeal, refuse_appeal):
        with pytest.raises(SecondNeeded):
            act(appeal, by=desk.citra)
    assert Appeal.objects.get().decided_at is None


def test_the_author_does_not_decide_either(desk: Desk) -> None:
    appeal = make_appeal(refused(desk, author=desk.gilang), by=desk.gilang, words="It is fair.")
    assert appeal is not None
    with pytest.raises(OwnComment):
        grant_appeal(appeal, by=desk.gilang)


def test_a_granted_appeal_publishes_and_turns_the_decision_in_the_standing(desk: Desk) -> None:
    appeal = appealed(desk)
    made = grant_appeal(appeal, by=desk.gilang)
    assert (made.after, made.reason, made.by) == (State.PUBLISHED, "appeal", desk.gilang)
    standing = Standing.objects.get(person=desk.eka)
    assert (standing.approved, standing.rejected) == pytest.approx((1.0, 0.0), abs=1e-6)
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        tell_settled()
    assert [mail.kind for mail in WaitingMail.objects.all()] == ["comment_published"]


def test_an_appeal_is_decided_once(desk: Desk) -> None:
    appeal = appealed(desk)
    refuse_appeal(appeal, by=desk.gilang)
    with pytest.raises(Changed):
        grant_appeal(appeal, by=desk.gilang)
    assert Appeal.objects.get().was_granted is False
    assert WaitingMail.objects.get().kind == "appeal_refused"


def test_an_appeal_about_a_deleted_comment_changes_nothing(desk: Desk) -> None:
    appeal = appealed(desk)
    delete_comment(appeal.ruling.comment)
    with pytest.raises(Changed):
        grant_appeal(appeal, by=desk.gilang)
    assert Appeal.objects.get().decided_at is None


def test_a_refusal_is_told_with_its_reason_only_after_the_time_to_undo(desk: Desk) -> None:
    refused(desk)
    tell_settled()
    assert not WaitingMail.objects.exists()
    with clock_at(now() + TIME_TO_UNDO + timedelta(seconds=1)):
        assert tell_settled() == 1
        assert tell_settled() == 0
    assert WaitingMail.objects.get().kind == "comment_refused"


def test_a_suspension_holds_until_its_end_and_is_told(desk: Desk) -> None:
    suspend(desk.eka, days=3, reason="spam", words="", by=desk.citra)
    assert current_suspension(desk.eka) is not None
    assert WaitingMail.objects.get().kind == "comments_suspended"
    with clock_at(now() + timedelta(days=3, seconds=1)):
        assert current_suspension(desk.eka) is None


def test_a_new_suspension_takes_the_place_of_the_old_one(desk: Desk) -> None:
    suspend(desk.eka, days=30, reason="spam", words="", by=desk.citra)
    suspend(desk.eka, days=1, reason="insult", words="", by=desk.gilang)
    current = Suspension.objects.get(ended_at=None)
    assert current.reason == "insult"


def test_lifting_ends_it_at_once(desk: Desk) -> None:
    suspend(desk.eka, days=3, reason="spam", words="", by=desk.citra)
    assert lift(desk.eka, by=desk.gilang)
    assert not lift(desk.eka, by=desk.gilang)
    assert current_suspension(desk.eka) is None


def test_members_of_the_newsroom_are_not_suspended(desk: Desk) -> None:
    with pytest.raises(Colleague):
        suspend(desk.budi, days=3, reason="spam", words="", by=desk.citra)
