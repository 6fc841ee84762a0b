"""Threads close by themselves when their time comes; their pages then have to say so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from warta.articles.models import ArticlePage
from warta.comments.models import CommentRules, Thread
from warta.comments.writing.knowledge import read_rules
from warta.lib.clock import now
from warta.press import services as press
from warta.press.models import PressedTag

LOOK_BACK = timedelta(days=2)  # a worker that was away for longer begins with a store that is old anyway


def tell_closed() -> int:
    """The job: have pressed again what was pressed before its thread closed. How many threads. Safe to repeat."""
    moment = now()
    closed = {f"thread:{pk}": at for pk, at in _closed_between(moment - LOOK_BACK, moment, read_rules())}
    shown = PressedTag.objects.filter(tag__in=list(closed)).values_list("tag", "page__rendered_at")
    stale = {tag for tag, rendered_at in shown if rendered_at is not None and rendered_at <= closed[tag]}
    if stale:
        press.changed(stale)
    return len(stale)


def _closed_between(since: datetime, until: datetime, rules: CommentRules) -> Iterable[tuple[int, datetime]]:
    for pk, at in Thread.objects.filter(closes_at__range=(since, until)).values_list("pk", "closes_at"):
        if at is not None:
            yield pk, at
    if rules.closes_after_days is None:
        return
    age = timedelta(days=rules.closes_after_days)
    days = (timezone.localdate(since - age), timezone.localdate(until - age))
    articles = ArticlePage.objects.filter(address_date__range=days, thread__closes_at=None)
    for pk, published in articles.values_list("pk", "first_published_at"):
        if published is not None and since <= published + age <= until:
            yield pk, published + age
