"""A comment is written once, with place, counts and reasons; edited within five minutes; deleted for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from warta.comments.models import (
    Comment,
    CommentRules,
    CommentTag,
    Nudge,
    Ruling,
    State,
    Suspension,
    Thread,
    ThreadChange,
)
from warta.comments.publishing import publish_comment, refuse_comment, restore_comment
from warta.comments.queries import approved_with_tag
from warta.comments.standing import record_of
from warta.comments.telling import tell_moves
from warta.comments.weighing.risk import look_by
from warta.comments.writing.errors import NoSuchThread, NotTaken
from warta.comments.writing.following import recount_threads, tell_press
from warta.comments.writing.knowledge import forget_kept
from warta.comments.writing.nudging import expire_nudges, is_held_out
from warta.comments.writing.own_data import comments as own_comments
from warta.comments.writing.own_data import erase_writing_of
from warta.comments.writing.services import Asked, delete_own, edit_comment
from warta.comments.writing.tests.cast import ABUSIVE, SHARP, Square, reader
from warta.lib.clock import clock_at, now


def test_a_comment_is_public_at_once_with_place_count_and_hashtags(square: Square) -> None:
    first = square.writes(square.budi, SHARP + " #HargaBeras")
    second = square.writes(square.citra, "Setuju sekali dengan pendapat di atas, semoga didengar.")

    thread = Thread.objects.get(pk=square.article.pk)
    assert (first.state, first.place, second.place) == (State.PUBLISHED, 1, 2)
    assert (thread.published, thread.places) == (2, 2)
    assert [tag.tag for tag in CommentTag.objects.all()] == ["hargaberas"]
    facts = approved_with_tag("#HargaBeras", since=now() - timedelta(hours=1), until=now(), after_id=0, limit=9)
    assert [fact.comment_id for fact in facts] == [first.pk]


def test_a_reply_has_its_place_below_the_comment_that_began(square: Square) -> None:
    root = square.writes(square.budi, SHARP)
    one = square.writes(square.citra, "Kenapa begitu menurut Anda?", reply_to=root.pk)
    two = square.writes(square.budi, "Karena gudangnya penuh.", reply_to=one.pk)

    assert (one.root_id, one.place, two.root_id, two.reply_to_id, two.place) == (root.pk, 1, root.pk, one.pk, 2)
    root.refresh_from_db()
    assert (root.reply_places, Thread.objects.get().places, Thread.objects.get().published) == (2, 1, 3)


def test_the_same_form_sent_twice_writes_once(square: Square) -> None:
    sent = square.sent(SHARP)
    assert square.tries(square.budi, sent) == square.tries(square.budi, sent)
    assert Comment.objects.count() == 1


def test_a_stranger_s_token_brings_nothing_of_theirs(square: Square) -> None:
    sent = square.sent(SHARP)
    square.tries(square.budi, sent)
    with pytest.raises(NotTaken):
        square.tries(square.citra, sent)


def test_who_answers_what_is_gone_is_told_so(square: Square) -> None:
    root = square.writes(square.budi, SHARP)
    delete_own(root)
    with pytest.raises(NotTaken, match="no longer there"):
        square.writes(square.citra, "Kenapa?", reply_to=root.pk)


def test_an_article_that_nobody_sees_has_no_thread(square: Square) -> None:
    with pytest.raises(NoSuchThread):
        square.writes(square.budi, SHARP, article_id=987654)


def test_who_is_suspended_is_told_why_and_until_when(square: Square) -> None:
    until = now() + timedelta(days=3)
    Suspension.objects.create(person=square.budi, reason="insult", words="Third time.", until=until)
    with pytest.raises(NotTaken, match=r"until \d.* insults a person.*Third time\."):
        square.writes(square.budi, SHARP)


def test_too_many_at_once_are_refused_with_a_time(square: Square) -> None:
    for topic in ("padi", "jagung", "pupuk", "benih", "irigasi", "traktor", "gudang", "bulog", "impor", "cuaca"):
        square.writes(square.budi, f"Bagaimana dengan {topic}?")
    with pytest.raises(NotTaken, match="send it in"):
        square.writes(square.budi, "Lalu bagaimana dengan harganya?")


def test_who_writes_abuse_is_asked_first_and_may_change_it(square: Square) -> None:
    sent = square.sent(ABUSIVE)
    asked = square.tries(square.budi, sent)

    assert isinstance(asked, Asked)
    assert any(span.direction == "up" for span in asked.verdict.spans)
    assert not Comment.objects.exists()
    comment = square.writes(square.budi, SHARP, token=sent.token, was_asked=True)
    nudge = Nudge.objects.get()
    assert (comment.state, nudge.outcome, nudge.comment, nudge.was_shown) == (
        State.PUBLISHED, Nudge.Outcome.REVISED, comment, True,
    )  # fmt: skip


def test_left_to_a_person_it_is_held_with_the_reason(square: Square) -> None:
    sent = square.sent(ABUSIVE)
    square.tries(square.budi, sent)
    comment = square.writes(square.budi, ABUSIVE, token=sent.token, was_asked=True, is_for_a_person=True)

    assert (comment.state, comment.place, Nudge.objects.get().outcome) == (State.HELD, None, Nudge.Outcome.AS_IS)
    assert comment.findings[0]["reason"] == "uncivil"
    assert comment.waiting_since is not None
    assert Ruling.objects.get().by is None
    assert Thread.objects.get().published == 0


def test_who_sends_nothing_within_an_hour_has_withdrawn(square: Square) -> None:
    square.tries(square.budi, square.sent(ABUSIVE))
    assert expire_nudges() == 0
    with clock_at(now() + timedelta(hours=2)):
        assert expire_nudges() == 1
    assert Nudge.objects.get().outcome == Nudge.Outcome.WITHDRAWN


def test_a_held_out_writer_is_not_asked_and_is_held_all_the_same(square: Square) -> None:
    CommentRules.objects.update(holdout_percent=50)
    forget_kept()
    rules = CommentRules.objects.get()
    person = next(one for one in (reader(f"P{n}") for n in range(64)) if is_held_out(one, rules))

    assert square.writes(person, ABUSIVE).state == State.HELD
    assert (Nudge.objects.get().was_shown, Nudge.objects.get().outcome) == (False, Nudge.Outcome.AS_IS)


def test_an_edit_goes_through_everything_again(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    edit_comment(comment, SHARP + " Titik. #baru", person=square.budi, address="192.0.2.1")
    comment.refresh_from_db()
    assert (comment.state, comment.edited_at is not None, comment.place) == (State.PUBLISHED, True, 1)
    assert comment.tags.get().tag == "baru"

    edit_comment(comment, ABUSIVE, person=square.budi, address="192.0.2.1")
    comment.refresh_from_db()
    assert (comment.state, comment.place, Thread.objects.get().published) == (State.HELD, 1, 0)
    assert Ruling.objects.get().reason == "uncivil"


def test_what_waits_is_not_published_by_an_edit(square: Square) -> None:
    comment = square.writes(square.budi, ABUSIVE, is_for_a_person=True)
    edit_comment(comment, SHARP, person=square.budi, address="192.0.2.1")
    comment.refresh_from_db()
    assert (comment.state, comment.text) == (State.HELD, SHARP)


def test_an_edit_moves_what_waits_to_its_new_place_in_the_queue(square: Square) -> None:
    comment = square.writes(square.budi, ABUSIVE, is_for_a_person=True)
    edit_comment(comment, SHARP, person=square.budi, address="192.0.2.1")
    comment.refresh_from_db()
    assert comment.waiting_since is not None
    assert comment.look_by == look_by(comment.waiting_since, comment.risk)


def test_after_five_minutes_nothing_is_changed_any_more(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    with clock_at(now() + timedelta(minutes=6)), pytest.raises(NotTaken, match="five minutes"):
        edit_comment(comment, "Lain.", person=square.budi, address="192.0.2.1")


def test_a_deleted_comment_leaves_a_stub_without_a_word(square: Square) -> None:
    comment = square.writes(square.budi, SHARP + " #tanda")
    assert delete_own(comment)
    assert not delete_own(comment)
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.place, comment.fingerprint) == (State.DELETED, "", 1, 0)
    assert (Thread.objects.get().published, CommentTag.objects.count()) == (0, 0)


def test_who_is_erased_leaves_stubs_and_no_word(square: Square) -> None:
    root = square.writes(square.budi, SHARP)
    square.writes(square.citra, "Kenapa begitu?", reply_to=root.pk)
    square.writes(square.budi, ABUSIVE, is_for_a_person=True)
    assert [row["text"] for row in own_comments(square.budi)] == [SHARP, ABUSIVE]

    erase_writing_of(square.budi)
    erase_writing_of(square.budi)
    rows = Comment.objects.filter(state=State.ERASED)
    assert [(row.text, row.author_id, row.findings) for row in rows] == [("", None, []), ("", None, [])]
    assert Thread.objects.get().published == 1


def test_decisions_of_people_count_for_trust_and_undoing_takes_them_back(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    ruling = refuse_comment(comment, by=square.ana, reason="insult")
    assert ruling is not None
    assert round(record_of(square.budi.standing).rejected) == 1
    assert Thread.objects.get().published == 0

    assert restore_comment(ruling, by=square.ana) is not None
    assert restore_comment(ruling, by=square.ana) is None
    square.budi.standing.refresh_from_db()
    assert round(square.budi.standing.rejected) == 0
    comment.refresh_from_db()
    assert (comment.state, comment.place, Thread.objects.get().published) == (State.PUBLISHED, 1, 1)


def test_publishing_twice_counts_once(square: Square) -> None:
    comment = square.writes(square.budi, ABUSIVE, is_for_a_person=True)
    stale = Comment.objects.get(pk=comment.pk)
    publish_comment(comment, by=square.ana)
    publish_comment(stale, by=square.ana)
    thread = Thread.objects.get()
    assert (thread.published, thread.places) == (1, 1)


def test_the_press_hears_of_pages_and_listeners_of_comments(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    row = ThreadChange.objects.get()
    assert f"comments:{square.article.pk}:1" in row.tags.split()
    assert (row.comment, row.is_public) == (comment.pk, True)

    assert tell_moves() == 0
    assert tell_press() == 1
    assert tell_moves() == 1
    assert not ThreadChange.objects.exists()


def test_wrong_counts_are_found_and_mended(square: Square) -> None:
    root = square.writes(square.budi, SHARP)
    square.writes(square.citra, "Kenapa begitu?", reply_to=root.pk)
    assert recount_threads() == 0
    Thread.objects.update(published=9, places=4, recounted_at=None)
    Comment.objects.filter(pk=root.pk).update(reply_places=7)
    assert recount_threads() == 1
    thread, root = Thread.objects.get(), Comment.objects.get(pk=root.pk)
    assert (thread.published, thread.places, root.reply_places) == (2, 1, 1)
    assert recount_threads() == 0


def test_writing_asks_few_questions(square: Square, django_assert_max_num_queries: object) -> None:
    square.writes(square.budi, SHARP)
    with django_assert_max_num_queries(16):  # type: ignore[operator]  # a fixture of pytest-django
        square.writes(square.budi, "Sesuatu yang lain sama sekali, tentang pupuk dan benih.")
