"""Likes, mutes, reports and what is one's own, with a script and without."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from warta.comments.events import CommentFact
from warta.comments.models import Comment, Like, LikeChange, Mute, Report, State, Thread
from warta.comments.showing.counting import tell_counts
from warta.comments.showing.faces import author_mark
from warta.comments.showing.liking import sum_likes
from warta.comments.showing.notices import person_behind, tell_of_reply, token_of
from warta.comments.showing.services import like_comment, take_back_likes_of, unlike_comment
from warta.comments.showing.tests.cast import Square, reader, told_tags
from warta.comments.telling import fact_of
from warta.lib.clock import clock_at, now
from warta.press.pressing import press
from warta.readers.models import User, WaitingMail
from warta.readers.terms.purposes import COMMENT_REPLIES
from warta.readers.terms.queries import has_consented

JSON = {"Accept": "application/json"}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def likes_of(comment: Comment) -> tuple[int, float]:
    comment.refresh_from_db()
    return comment.likes, comment.best


def test_likes_are_summed_by_the_job_and_put_comments_in_order(square: Square) -> None:
    liked, other = square.said(), square.said("Lain")
    for number in range(3):
        like_comment(liked, person=reader(f"Suka{number}"))
    assert likes_of(liked) == (0, 0.0)
    assert sum_likes() == 3
    assert likes_of(liked)[0] == 3
    assert likes_of(liked)[1] > likes_of(other)[1] == 0.0
    assert sum_likes() == 0
    assert f"comments-best:{square.article.pk}" in told_tags()


def test_liking_twice_counts_once_and_can_be_taken_back(square: Square) -> None:
    comment = square.said()
    for _ in range(2):
        assert like_comment(comment, person=square.citra)
    sum_likes()
    assert likes_of(comment)[0] == 1
    for _ in range(2):
        unlike_comment(comment, person=square.citra)
    sum_likes()
    assert likes_of(comment) == (0, 0.0)
    assert Thread.objects.get(pk=square.article.pk).likers == 0


def test_nobody_likes_what_is_their_own_or_not_public(square: Square) -> None:
    assert not like_comment(square.said(), person=square.budi)
    assert not like_comment(square.said("Menunggu", state=State.HELD), person=square.citra)
    assert not LikeChange.objects.exists()


def test_who_came_before_a_comment_does_not_count_as_having_seen_it(square: Square) -> None:
    early = square.said()
    for number in range(8):
        like_comment(early, person=reader(f"Awal{number}"))
    sum_likes()
    late = square.said("Terlambat")
    for number in range(2):
        like_comment(late, person=reader(f"Akhir{number}"))
    sum_likes()
    assert Comment.objects.get(pk=late.pk).likers_before == 8
    assert likes_of(late)[1] > 0.35  # two of the two who came since
    assert likes_of(early)[1] < 0.75  # eight of ten


def test_likes_of_who_is_erased_leave_the_sums(square: Square) -> None:
    comment = square.said()
    like_comment(comment, person=square.citra)
    sum_likes()
    take_back_likes_of(square.citra)
    sum_likes()
    assert likes_of(comment)[0] == 0


def test_liking_works_by_a_form_and_by_a_script(square: Square) -> None:
    comment, client = square.said(), signed_in(square.citra)
    address = f"/comments/{comment.pk}/like/"
    assert b"csrfmiddlewaretoken" in client.get(address).content
    assert client.post(address).headers["Location"] == f"/comments/{comment.pk}/"
    assert client.post(address, {"undo": "1"}, headers=JSON).json() == {"liked": False}
    assert client.post(address, headers=JSON).json() == {"liked": True}
    assert Like.objects.count() == 1


@pytest.mark.parametrize("act", ["like", "mute", "report"])
def test_who_is_not_signed_in_is_led_there_and_back(square: Square, client: Client, act: str) -> None:
    address = f"/comments/{square.said().pk}/{act}/"
    assert client.get(address).headers["Location"] == f"/account/sign-in/?next={address}"


def test_without_a_token_nothing_is_done(square: Square) -> None:
    comment, client = square.said(), Client(enforce_csrf_checks=True)
    client.force_login(square.citra, backend="django.contrib.auth.backends.ModelBackend")
    for act in ("like", "mute", "report"):
        assert client.post(f"/comments/{comment.pk}/{act}/", {"reason": "spam"}).status_code == 403
    assert not Like.objects.exists()
    assert not Mute.objects.exists()


def test_muting_is_kept_and_ended(square: Square) -> None:
    comment, client = square.said(), signed_in(square.citra)
    address = f"/comments/{comment.pk}/mute/"
    mark = author_mark(square.article.pk, square.budi.pk)
    assert client.post(address, headers=JSON).json() == {"muted": True, "mark": mark}
    assert client.get(f"/comments/overlay?article={square.article.pk}").json()["muted"] == [mark]
    mute = Mute.objects.get()
    assert signed_in(square.ana).post(f"/account/comments/mutes/{mute.pk}/").status_code == 302
    assert Mute.objects.exists()
    client.post(f"/account/comments/mutes/{mute.pk}/")
    assert not Mute.objects.exists()


def test_a_report_needs_a_reason_and_counts_once(square: Square) -> None:
    comment, client = square.said(), signed_in(square.citra)
    address = f"/comments/{comment.pk}/report/"
    assert client.post(address, {}).status_code == 400
    for _ in range(2):
        assert client.post(address, {"reason": "insult", "words": "Kasar."}).status_code == 200
    assert Report.objects.get().reason == "insult"


def test_the_overlay_holds_what_is_ones_own_and_nothing_for_others(square: Square, client: Client) -> None:
    comment = square.said(by=square.ana)
    square.said("Punya Citra", by=square.citra, state=State.HELD, reason="new-author")
    like_comment(comment, person=square.citra)
    address = f"/comments/overlay?article={square.article.pk}"
    own = signed_in(square.citra).get(address)
    assert own.json()["likes"] == [comment.pk]
    assert "Punya Citra" in own.json()["own"]
    assert "First comments are looked at" in own.json()["own"] or "pertama" in own.json()["own"]
    assert "no-store" in own.headers["Cache-Control"]
    assert "Punya Citra" not in signed_in(square.budi).get(address).content.decode()
    assert client.get(address).json() == {"name": ""}
    assert client.get("/comments/overlay?article=x").status_code == 404


def test_ones_own_comments_say_their_state_and_why(square: Square) -> None:
    held = square.said("Yang menunggu", state=State.HELD, reason="links")
    refused = square.said("Yang ditolak")
    square.refused(refused)
    page = signed_in(square.budi).get("/en/account/comments/").content.decode()
    assert "It holds links" in page
    assert "It insults a person" in page
    assert f"/en/account/comments/{refused.pk}/appeal/" in page
    assert f'id="comment-{held.pk}"' in page
    assert "Yang menunggu" not in signed_in(square.citra).get("/en/account/comments/").content.decode()


def test_a_permalink_leads_to_the_page_and_its_author_also_to_what_is_held(square: Square, client: Client) -> None:
    comments = square.many(60)
    reply = square.said("Jawaban", by=square.citra, to=comments[0])
    held = square.said("Menunggu", by=square.citra, state=State.HELD)
    last = comments[-1].pk
    assert client.get(f"/comments/{last}/").headers["Location"] == f"{square.path}2/#comment-{last}"
    there = f"{square.path}replies/{comments[0].pk}/1/#comment-{reply.pk}"
    assert client.get(f"/comments/{reply.pk}/").headers["Location"] == there
    assert client.get(f"/comments/{held.pk}/").status_code == 404
    own = signed_in(square.citra).get(f"/comments/{held.pk}/")
    assert own.headers["Location"] == f"/account/comments/#comment-{held.pk}"
    square.deleted(reply)
    assert client.get(f"/comments/{reply.pk}/").status_code == 410


def test_a_hashtag_has_a_page(square: Square, client: Client) -> None:
    comment = square.said("Halo #BeritaBaik", hashtags=("beritabaik",))
    hidden = square.said("Diam #BeritaBaik", state=State.HELD, hashtags=("beritabaik",))
    page = client.get("/hashtag/beritabaik/").content.decode()
    assert f'id="comment-{comment.pk}"' in page
    assert f'id="comment-{hidden.pk}"' not in page
    assert client.get("/hashtag/BeritaBaik/").headers["Location"] == "/hashtag/beritabaik/"
    assert client.get("/hashtag/kosong/").status_code == 404


def test_the_counts_of_cards_are_one_small_file(square: Square, client: Client) -> None:
    square.said()
    press("/comments/counts.json")
    assert client.get("/comments/counts.json").json() == {str(square.article.pk): 1}
    assert tell_counts()
    with clock_at(now() + timedelta(minutes=1)):
        press("/comments/counts.json")
        assert not tell_counts()


def answered(square: Square) -> CommentFact:
    reply = square.said("Betul", by=square.citra, to=square.said())
    return fact_of(reply)


def test_who_is_answered_gets_one_mail_an_hour(square: Square) -> None:
    fact = answered(square)
    WaitingMail.objects.all().delete()
    with clock_at(now() + timedelta(hours=2)):
        assert tell_of_reply(fact)
        assert not tell_of_reply(fact)
    assert WaitingMail.objects.get().kind == "comment_answered"


def test_nobody_is_told_of_whom_they_muted_or_of_themselves(square: Square) -> None:
    Mute.objects.create(person=square.budi, muted=square.citra)
    assert not tell_of_reply(answered(square))
    mine = square.said(by=square.citra)
    assert not tell_of_reply(fact_of(square.said("Lagi", by=square.citra, to=mine)))
    assert not WaitingMail.objects.exists()


@pytest.mark.usefixtures("terms")
def test_the_link_in_the_mail_stops_it_without_signing_in(square: Square, client: Client) -> None:
    address = f"/comments/replies/stop/{token_of(square.budi)}/"
    assert client.get(address).status_code == 200
    assert has_consented(square.budi, COMMENT_REPLIES)
    assert client.post(address).status_code == 200
    assert not has_consented(square.budi, COMMENT_REPLIES)
    assert not tell_of_reply(answered(square))
    assert person_behind("not-a-token") is None
