"""Two moderators never hold, and never decide, the same comment. Threads that commit, as in earnest."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from warta.comments.models import Comment, Ruling, Standing
from warta.comments.moderation.claims import LEASE, claim, holders, release, release_all
from warta.comments.moderation.errors import Claimed, Refused
from warta.comments.moderation.ruling import Word, rule, seen_as
from warta.comments.moderation.tests.desk import Desk, fresh
from warta.lib.clock import clock_at, now

TOGETHER = 8


def test_whoever_holds_a_comment_may_go_on_holding_it(desk: Desk) -> None:
    comment = desk.comment()
    claim(comment.pk, by=desk.citra)
    claim(comment.pk, by=desk.citra)
    assert fresh(comment).claimed_by == desk.citra
    assert holders([comment.pk], besides=desk.gilang) == {comment.pk: "Citra"}
    assert holders([comment.pk], besides=desk.citra) == {}


def test_a_lease_that_nobody_renews_runs_out(desk: Desk) -> None:
    comment = desk.comment()
    claim(comment.pk, by=desk.citra)
    with pytest.raises(Claimed, match="Citra"):
        claim(comment.pk, by=desk.gilang)
    with clock_at(now() + LEASE + timedelta(seconds=1)):
        claim(comment.pk, by=desk.gilang)
    assert fresh(comment).claimed_by == desk.gilang


def test_only_what_is_ones_own_is_let_go(desk: Desk) -> None:
    comment = desk.comment()
    claim(comment.pk, by=desk.citra)
    assert not release(comment.pk, by=desk.gilang)
    assert release_all(by=desk.citra) == 1
    claim(comment.pk, by=desk.gilang)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_claim_at_once_exactly_one_holds() -> None:
    desk = Desk()
    people = [desk.person(f"moderator{number}") for number in range(TOGETHER)]
    for _round in range(5):
        comment = desk.comment()
        won = at_once([partial(claim, comment.pk, by=who) for who in people])
        assert won == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_who_decide_at_once_exactly_one_does() -> None:
    desk = Desk()
    people = [desk.person(f"moderator{number}") for number in range(TOGETHER)]
    for number in range(4):
        comment = desk.comment(f"Number {number}.")
        seen = seen_as(comment)
        acts = [Word("approve") if place % 2 else Word("refuse", reason="insult") for place in range(TOGETHER)]
        both = zip(people, acts, strict=True)
        won = at_once([partial(rule, comment.pk, word, by=who, seen=seen) for who, word in both])
        assert won == 1
        assert Ruling.objects.filter(comment=comment, by__isnull=False).count() == 1
    standing = Standing.objects.get(person=desk.eka)
    assert standing.approved + standing.rejected == pytest.approx(4.0, abs=1e-3)
    assert not Comment.objects.filter(claimed_by__isnull=False).exists()


def at_once(acts: list[Callable[[], object]]) -> int:
    """How many succeed of those that begin at the same moment, each in a thread and a connection of its own."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> bool:
        try:
            barrier.wait()
            act()
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))
