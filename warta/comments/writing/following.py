"""Jobs behind what is written: the press hears of stale pages, counts are counted again, old questions expire."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from warta.comments.models import Comment, State, Thread, ThreadChange
from warta.comments.publishing import locked_thread, note_pages
from warta.lib.clock import now
from warta.press.services import changed

log = logging.getLogger(__name__)

CHANGES_AT_ONCE = 2_000
THREADS_AT_ONCE = 20
RECOUNT_AFTER = timedelta(minutes=10)  # how soon a busy thread is counted again


def tell_press() -> int:
    """Tell the press which pages are stale, and forget the rows, in one transaction. Safe to repeat. How many."""
    with transaction.atomic():
        rows = list(ThreadChange.objects.exclude(tags="").order_by("pk")[:CHANGES_AT_ONCE])
        if not rows:
            return 0
        changed({tag for row in rows for tag in row.tags.split()})
        known = ThreadChange.objects.filter(pk__in=[row.pk for row in rows])
        known.filter(comment__isnull=True).delete()
        known.update(tags="")
    return len(rows)


def recount_threads() -> int:
    """Count again what changed since it was counted last, some threads at a time. Returns how many were wrong.

    Safe to repeat. Nothing should ever be wrong; when it is, it is mended and logged.
    """
    due = Q(recounted_at=None) | Q(recounted_at__lt=now() - RECOUNT_AFTER, changed_at__gt=F("recounted_at"))
    ids = list(Thread.objects.filter(due).order_by("recounted_at", "pk").values_list("pk", flat=True)[:THREADS_AT_ONCE])
    return sum(recount_thread(article_id) for article_id in ids)


def recount_thread(article_id: int) -> bool:
    """Whether its counts were wrong; they are right now. Safe to repeat."""
    moment = now()
    is_wrong = False
    if not _is_right(article_id):
        # Counted without the lock: what was published in between looks like an error once, and is looked at again.
        with transaction.atomic():
            locked_thread(article_id)
            is_wrong = not _is_right(article_id)
            if is_wrong:
                _mend(article_id)
                log.error("the counts of a thread were wrong", extra={"article": article_id})
    Thread.objects.filter(pk=article_id).update(recounted_at=moment)
    return is_wrong


def _is_right(article_id: int) -> bool:
    with transaction.atomic():
        thread = Thread.objects.filter(pk=article_id).values_list("published", "places").first()
        wrong_root = _with_replies(article_id).exclude(reply_places=F("most")).exists()
        return thread == _counted(article_id) and not wrong_root


def _counted(article_id: int) -> tuple[int, int]:
    found = Comment.objects.filter(thread=article_id).aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)), places=Max("place", filter=Q(root__isnull=True))
    )
    return found["published"], found["places"] or 0


def _with_replies(article_id: int) -> QuerySet[Any]:
    """Those that answer no other, each with the highest place among its replies."""
    roots = Comment.objects.filter(thread=article_id, root__isnull=True)
    return roots.annotate(most=Coalesce(Max("replies__place"), 0))


def _mend(article_id: int) -> None:
    published, places = _counted(article_id)
    Thread.objects.filter(pk=article_id).update(published=published, places=places)
    for root_id, given, most in _with_replies(article_id).values_list("pk", "reply_places", "most"):
        if given != most:
            Comment.objects.filter(pk=root_id).update(reply_places=most)
    note_pages([f"comment-count:{article_id}", f"comments-best:{article_id}"], now())
