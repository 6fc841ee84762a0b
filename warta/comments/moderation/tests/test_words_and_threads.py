"""Watch words with what they would have caught; articles that open, hold and close; featured comments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from warta.comments.models import Policy, State, Thread, ThreadChange, WatchWord
from warta.comments.moderation import watching
from warta.comments.moderation.highlighting import Mark, pieces_of
from warta.comments.moderation.tests.desk import Desk, fresh
from warta.comments.moderation.threads import feature, set_thread, unfeature
from warta.comments.moderation.watching import WordRefused, add_word, change_effect, preview_of, remove_word
from warta.comments.publishing import refuse_comment
from warta.lib.clock import clock_at, now


def test_a_preview_shows_what_a_word_would_have_caught_in_disguise(desk: Desk) -> None:
    desk.published("Dasar g 0 b l o k kamu.")
    desk.published("Goblog is another word.")
    found = preview_of("goblok*")
    assert (found.looked_at, found.caught) == (2, 1)
    assert [piece.text for piece in found.shown[0].pieces if piece.kind == "watched"] == ["g 0 b l o k"]


def test_a_preview_looks_back_thirty_days_and_no_further(desk: Desk) -> None:
    with clock_at(now() - timedelta(days=31)):
        desk.published("goblok")
    desk.published("Nothing.")
    assert (preview_of("goblok").looked_at, preview_of("goblok").caught) == (1, 0)


def test_a_preview_says_how_many_it_looked_at_where_there_are_more(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_LOOKED_AT", 3)
    for number in range(5):
        desk.published(f"goblok {number}")
    assert (preview_of("goblok").looked_at, preview_of("goblok").caught) == (3, 3)


@pytest.mark.parametrize("word", ["", "   ", "***", "!?", "\u200b"])
def test_what_can_not_be_found_is_not_watched_for(desk: Desk, word: str) -> None:
    with pytest.raises(WordRefused, match="letters"):
        add_word(word, effect="hold", note="", by=desk.citra)


def test_a_word_is_watched_once_changed_and_removed(desk: Desk) -> None:
    word = add_word("  dasar   goblok ", effect="hold", note="", by=desk.citra)
    assert word.word == "dasar goblok"
    with pytest.raises(WordRefused, match="already"):
        add_word("dasar goblok", effect="refuse", note="", by=desk.citra)
    assert change_effect(word, "refuse", by=desk.citra)
    assert not change_effect(word, "refuse", by=desk.citra)
    assert remove_word(word.pk, by=desk.citra)
    assert not remove_word(word.pk, by=desk.citra)
    assert not WatchWord.objects.exists()


def test_marks_cut_a_text_without_losing_a_letter() -> None:
    text = "<b>dasar</b> goblok & more"
    marks = [Mark(13, 19, "watched"), Mark(3, 8, "up"), Mark(5, 15, "down"), Mark(90, 99, "up"), Mark(4, 4, "up")]
    pieces = pieces_of(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.kind] == ["dasar", "goblok"]


def test_closing_an_article_is_kept_and_its_pages_are_pressed_again(desk: Desk) -> None:
    closes_at = now() + timedelta(days=2)
    assert set_thread(desk.article.pk, policy=Policy.HELD, closes_at=closes_at, by=desk.budi)
    assert not set_thread(desk.article.pk, policy=Policy.HELD, closes_at=closes_at, by=desk.budi)
    thread = Thread.objects.get()
    assert (thread.policy, thread.closes_at) == (Policy.HELD, closes_at)
    assert ThreadChange.objects.filter(tags__contains=f"thread:{desk.article.pk}").count() == 1


def test_a_public_comment_is_featured_once_and_taken_out_once(desk: Desk) -> None:
    comment = desk.published()
    assert feature(comment, by=desk.budi)
    assert not feature(comment, by=desk.budi)
    assert fresh(comment).featured_at is not None
    assert ThreadChange.objects.filter(tags__contains="comments-featured").exists()
    assert unfeature(comment, by=desk.budi)
    assert not unfeature(comment, by=desk.budi)


def test_what_is_not_public_is_not_featured(desk: Desk) -> None:
    held = desk.comment()
    assert not feature(held, by=desk.budi)
    refuse_comment(held, by=desk.citra, reason="spam")
    assert fresh(held).state == State.REFUSED
    assert not feature(held, by=desk.budi)
