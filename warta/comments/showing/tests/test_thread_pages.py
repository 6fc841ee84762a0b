"""The pages of a thread: what stands on which, what was taken away, and what each costs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, Policy, State, Thread
from warta.comments.moderation.threads import feature
from warta.comments.showing.tests.cast import Square
from warta.lib.clock import clock_at, now
from warta.press.rendering import render


def shown(path: str) -> str:
    rendered = render(path)
    assert not rendered.refusal
    assert rendered.response.status_code == 200, rendered.response.status_code
    return rendered.response.content.decode()


def order(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article class="comment[^"]*" id="comment-(\d+)"', html)]


def test_a_comment_stands_on_its_articles_page_of_comments(square: Square) -> None:
    comment = square.said("Air sudah <b>surut</b> #Banjir")
    html = shown(square.path)
    assert order(html) == [comment.pk]
    assert "&lt;b&gt;surut&lt;/b&gt;" in html
    assert 'href="/hashtag/banjir/"' in html
    assert "csrfmiddlewaretoken" not in html


def test_the_fragment_is_the_same_without_the_page_around(square: Square) -> None:
    comment = square.said()
    html = shown(f"{square.path}fragment/")
    assert order(html) == [comment.pk]
    assert "<html" not in html
    assert "<h1" not in html


def test_an_empty_thread_invites(square: Square) -> None:
    assert f"/comments/write/?article={square.article.pk}" in shown(square.path)
    for below in ("1/", "newest/"):
        shown(square.path + below)


@pytest.mark.parametrize("below", ["2/", "best/2/", "best/21/", "newest/2/", "replies/1/1/", "0/", "01/", "best/x/"])
def test_a_page_that_is_not_there_is_not_found(square: Square, client: Client, below: str) -> None:
    assert client.get(square.path + below).status_code == 404


def test_another_spelling_leads_to_the_one_address(square: Square, client: Client) -> None:
    square.said()
    other = f"{square.article.address.rsplit('/', 1)[0]}/salah/comments/"
    assert client.get(f"{other}newest/").headers["Location"] == f"{square.path}newest/"
    assert client.get(f"{square.path}best/1/").headers["Location"] == square.path
    assert client.get(f"{other}fragment/").headers["Location"] == f"{square.path}fragment/"


def test_the_comments_of_a_withdrawn_article_go_with_it(square: Square, client: Client) -> None:
    square.said("Yang tertulis")
    ArticlePage.objects.filter(pk=square.article.pk).update(live=False, withdrawn_at=now(), withdrawal_reason="Salah.")
    answer = client.get(square.path)
    assert answer.status_code == 410
    assert "Yang tertulis" not in answer.content.decode()
    assert client.get(f"{square.path}fragment/").status_code == 404


def test_each_order_shows_what_it_says(square: Square) -> None:
    first, second, third = (square.said(f"Nomor {number}") for number in range(3))
    Comment.objects.filter(pk=second.pk).update(best=0.4, likes=3)
    assert order(shown(square.path)) == [second.pk, third.pk, first.pk]
    assert order(shown(f"{square.path}1/")) == [first.pk, second.pk, third.pk]
    assert order(shown(f"{square.path}newest/")) == [third.pk, second.pk, first.pk]


def test_what_editors_chose_comes_first_and_once(square: Square) -> None:
    chosen, other = square.said("Terpilih"), square.said("Lain")
    feature(chosen, by=square.ana)
    html = shown(f"/en{square.path}")
    assert order(html) == [chosen.pk, other.pk]
    assert "Editors' choice" in html


def test_pages_hold_fifty_places_and_lead_on(square: Square) -> None:
    comments = square.many(120)
    html = shown(f"{square.path}2/")
    assert order(html) == [comment.pk for comment in comments[50:100]]
    assert f'href="{square.path}1/"' in html
    assert f'href="{square.path}3/"' in html
    assert order(shown(f"{square.path}newest/")) == [comment.pk for comment in reversed(comments[50:])]
    assert f'href="{square.path}newest/1/"' in shown(f"{square.path}newest/")


def test_the_newest_page_is_never_almost_empty(square: Square) -> None:
    square.many(101)
    assert len(order(shown(f"{square.path}newest/"))) == 51
    assert len(order(shown(f"{square.path}newest/3/"))) == 1


def test_best_goes_no_further_than_twenty_pages(square: Square) -> None:
    square.many(530)
    html = shown(f"{square.path}best/20/")
    assert len(order(html)) == 25
    assert 'rel="next"' not in html


def test_three_replies_stand_below_and_the_rest_on_a_page_of_their_own(square: Square) -> None:
    root = square.said()
    replies = [square.said(f"Jawaban {number}", by=square.citra, to=root) for number in range(5)]
    html = shown(square.path)
    assert order(html) == [root.pk, *(reply.pk for reply in replies[:3])]
    further = f"{square.path}replies/{root.pk}/1/"
    assert further in html
    assert order(shown(further)) == [root.pk, *(reply.pk for reply in replies)]


def test_an_answer_to_a_reply_names_whom_it_answers(square: Square) -> None:
    root = square.said()
    reply = square.said("Betul", by=square.citra, to=root)
    square.said("Sama", by=square.budi, to=reply)
    assert f'href="/comments/{reply.pk}/"><bdi>Citra</bdi>' in shown(square.path)


def test_a_stub_stays_only_where_somebody_answered(square: Square) -> None:
    answered, alone = square.said("Rahasia satu"), square.said("Rahasia dua")
    square.said("Jawaban", by=square.citra, to=answered)
    square.deleted(answered)
    square.refused(alone)
    html = shown(f"{square.path}1/")
    assert "Rahasia" not in html
    assert f'id="comment-{answered.pk}"' in html
    assert f'id="comment-{alone.pk}"' not in html
    assert "Jawaban" in html


def test_held_and_refused_comments_are_nowhere(square: Square) -> None:
    square.said("Menunggu giliran", state=State.HELD)
    square.said("Tidak jadi", state=State.REFUSED)
    for below in ("", "1/", "newest/", "fragment/"):
        html = shown(square.path + below)
        assert "Menunggu giliran" not in html
        assert "Tidak jadi" not in html


def test_the_newsroom_and_edited_comments_are_marked(square: Square) -> None:
    comment = square.said(by=square.ana)
    Comment.objects.filter(pk=comment.pk).update(edited_at=now())
    html = shown(f"/en{square.path}")
    assert "Newsroom" in html
    assert "edited" in html


def test_a_closed_thread_says_so_and_takes_no_more(square: Square) -> None:
    square.said()
    Thread.objects.filter(pk=square.article.pk).update(policy=Policy.CLOSED)
    html = shown(f"/en{square.path}")
    assert "Comments are closed" in html
    assert 'data-act="write"' not in html


def test_a_thread_closes_by_itself(square: Square) -> None:
    square.said()
    Thread.objects.filter(pk=square.article.pk).update(closes_at=now() + timedelta(hours=1))
    assert "Open until" in shown(f"/en{square.path}")
    with clock_at(now() + timedelta(hours=2)):
        assert "Comments are closed since" in shown(f"/en{square.path}")


def test_an_author_is_marked_otherwise_under_each_article(square: Square) -> None:
    square.said()
    other = square.newsroom.published("Lain")
    here = re.findall(r'data-mark="(\w+)"', shown(square.path))
    square.article = other
    square.said()
    there = re.findall(r'data-mark="(\w+)"', shown(square.path))
    assert here != there
    assert square.budi.public_id not in shown(square.path)


def test_the_count_is_said_only_where_a_new_comment_changes_the_page_anyway(square: Square) -> None:
    square.many(60)
    assert 'data-count="60"' in shown(square.path)
    assert 'data-count="60"' in shown(f"{square.path}newest/")
    assert "data-count" not in shown(f"{square.path}1/")
    assert f"comments:{square.article.pk}:1" in render(f"{square.path}1/").tags
    assert f"comment-count:{square.article.pk}" not in render(f"{square.path}1/").tags


def test_both_languages_have_their_page(square: Square) -> None:
    square.said()
    assert "Write a comment" in shown(f"/en{square.path}")
    assert f'href="/en{square.path}newest/"' in shown(f"/en{square.path}")


@pytest.mark.parametrize("below", ["", "1/", "newest/", "best/2/", "2/"])
def test_a_page_asks_the_same_few_questions_however_long_the_thread_is(
    square: Square, django_assert_max_num_queries: DjangoAssertNumQueries, below: str
) -> None:
    comments = square.many(60)
    for comment in comments[:10]:
        square.said("Jawaban", by=square.citra, to=comment)
    shown(square.path + below)
    with django_assert_max_num_queries(8):
        shown(square.path + below)


def _like_a_link(html: str, pk: int) -> Any:
    return re.search(rf'href="(/comments/{pk}/like/)"', html)


def test_whatever_one_can_do_is_a_link_that_works_without_a_script(square: Square) -> None:
    comment = square.said()
    html = shown(square.path)
    assert _like_a_link(html, comment.pk)
    for act in ("mute", "report"):
        assert f'href="/comments/{comment.pk}/{act}/"' in html
    assert f"/comments/write/?article={square.article.pk}&amp;reply_to={comment.pk}" in html
