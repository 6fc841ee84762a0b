"""The pages: usable without JavaScript, and nothing that was written gets lost."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import OperationalError
from django.test import Client

from warta.comments.models import Comment, CommentRules, State
from warta.comments.writing import services
from warta.comments.writing.knowledge import forget_kept
from warta.comments.writing.tests.cast import ABUSIVE, SHARP, Square

WRITE = "/comments/write/"
HOSTILE = '</textarea><script>alert(1)</script>" onfocus=alert(1) x="{{ 7|add:7 }}'


def test_the_form_needs_no_javascript_and_brings_one_to_the_result(square: Square) -> None:
    budi = square.browser_of(square.budi)
    page = budi.get(WRITE, {"article": square.article.pk}).content.decode()
    assert 'name="token"' in page
    assert "Harga beras naik" in page

    answer = budi.post(WRITE, square.form(SHARP), follow=True)
    assert "Your comment is published" in answer.content.decode()
    assert Comment.objects.get().text == SHARP


def test_who_is_not_signed_in_finds_what_they_wrote_after_signing_in(square: Square) -> None:
    stranger = Client()
    answer = stranger.post(WRITE, square.form(SHARP))
    back = parse_qs(urlsplit(answer["Location"]).query)["next"][0]
    assert answer.status_code == 302
    stranger.force_login(square.budi, backend="django.contrib.auth.backends.ModelBackend")
    assert SHARP in stranger.get(back).content.decode()
    assert not Comment.objects.exists()


def test_a_text_that_goes_back_stands_in_the_form_with_one_sentence(square: Square) -> None:
    budi = square.browser_of(square.budi)
    page = budi.post(WRITE, square.form("kata " * 600)).content.decode()
    assert "characters too long" in page
    assert page.count("kata ") > 500


def test_the_question_marks_the_words_and_offers_both_ways(square: Square) -> None:
    budi = square.browser_of(square.budi)
    form = square.form(ABUSIVE)
    page = budi.post(WRITE, form).content.decode()
    assert "<mark>" in page
    assert form["token"] in page
    assert 'name="judge"' in page

    page = budi.post(WRITE, {**form, "asked": "1", "judge": "1"}, follow=True).content.decode()
    assert "A moderator reads it first" in page
    assert Comment.objects.get().state == State.HELD


def test_markup_is_shown_and_never_carried_out(square: Square) -> None:
    budi = square.browser_of(square.budi)
    page = budi.post(WRITE, square.form(HOSTILE), follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert Comment.objects.get().text == HOSTILE
    edit = budi.get(f"/comments/{Comment.objects.get().pk}/edit/").content.decode()
    assert "<script>alert(1)" not in edit


def test_with_the_header_the_part_alone_is_answered(square: Square) -> None:
    budi = square.browser_of(square.budi)
    part = budi.post(WRITE, square.form(SHARP), headers={"X-Fragment": "1"}).content.decode()
    assert "<html" not in part
    assert 'data-state="published"' in part


def test_nobody_sees_changes_or_deletes_another_s(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    citra = square.browser_of(square.citra)
    for name in ("edit", "delete", "sent"):
        assert citra.get(f"/comments/{comment.pk}/{name}/").status_code == 404
        assert Client().get(f"/comments/{comment.pk}/{name}/").status_code == 302
    assert citra.post(f"/comments/{comment.pk}/delete/").status_code == 404


def test_deleting_asks_first_and_twice_is_as_once(square: Square) -> None:
    comment = square.writes(square.budi, SHARP)
    budi = square.browser_of(square.budi)
    assert "Delete your comment?" in budi.get(f"/comments/{comment.pk}/delete/").content.decode()
    for _time in range(2):
        assert budi.post(f"/comments/{comment.pk}/delete/").status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.DELETED


def test_a_database_that_fails_loses_nothing(square: Square, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(services, "add_comment", full)
    answer = square.browser_of(square.budi).post(WRITE, square.form(SHARP))
    assert answer.status_code == 503
    assert SHARP in answer.content.decode()
    assert "send it again" in answer.content.decode()


def test_what_no_form_sends_is_not_found(square: Square) -> None:
    budi = square.browser_of(square.budi)
    assert budi.get(WRITE).status_code == 404
    assert budi.get(WRITE, {"article": "²"}).status_code == 404
    assert budi.post(WRITE, {"article": "99999999999999999999"}).status_code == 404
    assert budi.post(WRITE, square.form(SHARP, reply_to="-1")).status_code == 404


def test_the_guidelines_stand_below_the_form_in_the_reader_s_language(square: Square) -> None:
    CommentRules.objects.update(guidelines_en="Be kind.", guidelines_id="Santunlah.")
    forget_kept()
    budi = square.browser_of(square.budi)
    assert "Be kind." in budi.get(WRITE, {"article": square.article.pk}).content.decode()
