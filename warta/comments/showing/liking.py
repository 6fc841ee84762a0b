"""Likes are summed by a job, and the order "best" is made from them. See docs/adr/0125 for what counts as seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from warta.comments.models import Comment, LikeChange, State, Thread
from warta.comments.places import standpoint_of, tags_of
from warta.comments.publishing import note_pages
from warta.comments.showing.queries import BEST_PAGE, BEST_PAGES
from warta.comments.weighing.best import wilson_lower_bound
from warta.lib.clock import now

AT_ONCE = 2000  # likes in one transaction, which others wait for
IN_ORDER = BEST_PAGE * BEST_PAGES  # comments that the pages of best can show
NO_CHANGE = 1e-9


def sum_likes() -> int:
    """The job: add up what was liked since the last time, until nothing is left. Returns how many likes.

    Safe to repeat and to be killed: a like is in the sums in the same transaction in which its row here goes.
    """
    total = 0
    while summed := _sum_some():
        total += summed
        if summed < AT_ONCE:
            break
    return total


def _sum_some() -> int:
    with transaction.atomic():
        changes = list(LikeChange.objects.select_for_update().order_by("pk")[:AT_ONCE])
        if not changes:
            return 0
        comments = _comments_of(changes)
        threads = _locked_threads(comments.values())
        _add_likes(changes)
        _add_likers(changes, comments)
        for thread in threads:
            _put_in_order(thread.pk, [pk for pk, comment in comments.items() if comment.thread_id == thread.pk])
        note_pages(_pages_showing(comments.values()), now())
        LikeChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    return len(changes)


def _comments_of(changes: Iterable[LikeChange]) -> dict[int, Comment]:
    found = Comment.objects.filter(pk__in={change.comment_id for change in changes}).select_related("root")
    return {comment.pk: comment for comment in found.defer("text", "root__text")}


def _locked_threads(comments: Iterable[Comment]) -> list[Thread]:
    """In the order in which everybody locks them, so that nobody waits in a circle."""
    ids = {comment.thread_id for comment in comments}
    return list(Thread.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _add_likes(changes: Iterable[LikeChange]) -> None:
    sums: Counter[int] = Counter()
    for change in changes:
        sums[change.comment_id] += change.likes
    by_sum: dict[int, list[int]] = {}
    for pk, more in sums.items():
        by_sum.setdefault(more, []).append(pk)
    for more, ids in by_sum.items():
        if more:
            Comment.objects.filter(pk__in=ids).update(likes=Greatest(F("likes") + more, 0))


def _add_likers(changes: Iterable[LikeChange], comments: dict[int, Comment]) -> None:
    sums: Counter[int] = Counter()
    for change in changes:
        sums[comments[change.comment_id].thread_id] += change.likers
    for pk, more in sums.items():
        if more:
            Thread.objects.filter(pk=pk).update(likers=Greatest(F("likers") + more, 0))


def _put_in_order(article_id: int, changed: list[int]) -> None:
    """Weigh again what the pages of best show, and what was liked just now.

    What lies below them may keep an older, higher value; it then rises onto these pages and is weighed next time.
    """
    likers = Thread.objects.values_list("likers", flat=True).get(pk=article_id)
    roots = Comment.objects.filter(thread=article_id, root__isnull=True, state=State.PUBLISHED)
    columns = roots.only("pk", "likes", "best", "likers_before")
    shown = list(columns.filter(best__gt=0).order_by("-best", "-pk")[:IN_ORDER])
    known = {comment.pk for comment in shown}
    fresh = list(columns.filter(pk__in=set(changed) - known))
    moved = [comment for comment in [*shown, *fresh] if _weigh(comment, likers)]
    Comment.objects.bulk_update(moved, ["best"], batch_size=200)


def _weigh(comment: Comment, likers: int) -> bool:
    """Set its value for the order; whether that is another one."""
    seen = max(comment.likes, likers - comment.likers_before)
    before, comment.best = comment.best, wilson_lower_bound(comment.likes, seen)
    return abs(comment.best - before) > NO_CHANGE


def _pages_showing(comments: Iterable[Comment]) -> list[str]:
    """Without the count of the thread, which likes don't change."""
    tags = [
        tag
        for comment in comments
        for tag in tags_of(standpoint_of(comment, root_place=comment.root.place if comment.root else None))
    ]
    return [tag for tag in dict.fromkeys(tags) if not tag.startswith("comment-count:")]
