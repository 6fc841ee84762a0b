"""Decisions about comments, and what follows of them."""

from __future__ import annotations

import pytest

from warta.audit.models import AuditEntry
from warta.comments.models import Report, Ruling, Standing, State
from warta.comments.moderation.claims import claim
from warta.comments.moderation.errors import Changed, Claimed, NotYours, OwnComment
from warta.comments.moderation.reporting import report_comment
from warta.comments.moderation.ruling import Word, rule, rule_all, seen_as, undo
from warta.comments.moderation.tests.desk import Desk, fresh

REFUSE = Word("refuse", reason="insult", words="Speak of what was done.", note="The third time.")


def test_an_approved_comment_is_public_and_waits_no_more(desk: Desk) -> None:
    comment = desk.comment()
    made = rule(comment.pk, Word("approve"), by=desk.citra)
    after = fresh(comment)
    assert (after.state, after.waiting_since, after.look_by, after.place) == (State.PUBLISHED, None, None, 1)
    assert (made.by, made.reason, made.before) == (desk.citra, "approved", State.HELD)


def test_a_refusal_keeps_its_reason_its_words_and_its_note(desk: Desk) -> None:
    comment = desk.published()
    rule(comment.pk, REFUSE, by=desk.citra)
    kept = Ruling.objects.get(comment=comment)
    assert (kept.reason, kept.words, kept.note) == ("insult", "Speak of what was done.", "The third time.")
    assert fresh(comment).state == State.REFUSED


def test_holding_takes_a_comment_from_readers_and_puts_it_into_the_queue(desk: Desk) -> None:
    comment = desk.published()
    rule(comment.pk, Word("hold"), by=desk.citra)
    after = fresh(comment)
    assert after.state == State.HELD
    assert after.waiting_since is not None
    assert after.look_by is not None


def test_nobody_decides_about_what_they_wrote_themselves(desk: Desk) -> None:
    comment = desk.comment(author=desk.citra)
    with pytest.raises(OwnComment):
        rule(comment.pk, Word("approve"), by=desk.citra)
    assert fresh(comment).claimed_by is None


def test_what_somebody_else_looks_at_is_not_decided(desk: Desk) -> None:
    comment = desk.comment()
    claim(comment.pk, by=desk.gilang)
    with pytest.raises(Claimed, match="Gilang is looking"):
        rule(comment.pk, Word("approve"), by=desk.citra)
    assert fresh(comment).state == State.HELD


def test_a_decision_about_what_was_decided_meanwhile_is_refused(desk: Desk) -> None:
    comment = desk.comment()
    seen = seen_as(comment)
    rule(comment.pk, Word("approve"), by=desk.gilang)
    with pytest.raises(Changed):
        rule(comment.pk, REFUSE, by=desk.citra, seen=seen)
    assert fresh(comment).state == State.PUBLISHED


def test_a_ruling_leaves_a_line_in_the_audit_log(desk: Desk) -> None:
    comment = desk.comment()
    rule(comment.pk, REFUSE, by=desk.citra)
    entry = AuditEntry.objects.get(action="comment.ruled")
    assert (entry.actor, entry.subject) == (desk.citra.public_id, f"comment:{comment.pk}")
    assert "Speak" not in entry.facts


def test_each_of_many_has_its_own_outcome(desk: Desk) -> None:
    free, taken, own = desk.comment("One."), desk.comment("Two."), desk.comment("Three.", author=desk.citra)
    claim(taken.pk, by=desk.gilang)
    seen = {row.pk: seen_as(row) for row in (free, taken, own)} | {999_999: "held.0"}
    outcomes = {one.comment_id: one for one in rule_all(seen, Word("approve"), by=desk.citra)}
    assert outcomes[free.pk].ruling is not None
    assert "Gilang" in outcomes[taken.pk].trouble
    assert "yourself" in outcomes[own.pk].trouble
    assert "meanwhile" in outcomes[999_999].trouble


def test_undoing_brings_back_the_state_the_queue_and_the_reports(desk: Desk) -> None:
    comment = desk.published()
    report_comment(comment, person=desk.fani, reason="insult")
    made = rule(comment.pk, REFUSE, by=desk.citra)
    assert Report.objects.get().was_right is True
    undo(made, by=desk.citra)
    after = fresh(comment)
    assert (after.state, after.reports) == (State.PUBLISHED, 1)
    assert after.waiting_since is not None
    assert Report.objects.get().was_right is None
    assert Standing.objects.get(person=desk.fani).reports_right == pytest.approx(0.0, abs=1e-6)


def test_undoing_takes_a_decision_out_of_the_authors_standing(desk: Desk) -> None:
    made = rule(desk.comment().pk, REFUSE, by=desk.citra)
    assert Standing.objects.get(person=desk.eka).rejected == pytest.approx(1.0)
    undo(made, by=desk.citra)
    assert Standing.objects.get(person=desk.eka).rejected == pytest.approx(0.0, abs=1e-6)


def test_a_decision_is_undone_once_and_only_by_who_made_it(desk: Desk) -> None:
    made = rule(desk.comment().pk, REFUSE, by=desk.citra)
    with pytest.raises(NotYours):
        undo(made, by=desk.gilang)
    undo(made, by=desk.citra)
    with pytest.raises(Changed):
        undo(made, by=desk.citra)


def test_what_somebody_decided_anew_is_not_undone(desk: Desk) -> None:
    comment = desk.comment()
    made = rule(comment.pk, REFUSE, by=desk.citra)
    rule(comment.pk, Word("approve"), by=desk.gilang)
    with pytest.raises(Changed):
        undo(made, by=desk.citra)
    assert fresh(comment).state == State.PUBLISHED
