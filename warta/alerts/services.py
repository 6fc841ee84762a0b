"""Telling what is published: once, only what is live, and the truth when it changes or goes.

Every function re-reads the row and acts on what is true now, so that it may be called by a signal, by the sweep and
by both. None of them sends: they put rows into the outbox, in the transaction that records the announcement.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from warta.alerts import queries
from warta.alerts.digests.services import retell
from warta.alerts.following import change_what_was_sent
from warta.alerts.messages import fingerprint_of
from warta.alerts.models import TALKING, Announcement, Channel, State, announcement_id, chat_named_by
from warta.articles.models import Alert, ArticlePage
from warta.lib.clock import now
from warta.outbox import models as outbox
from warta.outbox.services import Wanted, call_off, enqueue

log = logging.getLogger(__name__)

LANES = {Alert.BREAKING: outbox.Lane.BREAKING, Alert.SELECTED: outbox.Lane.SELECTED}


def announce(article_id: int) -> Announcement | None:
    """Announce an article if it may be; its announcement, or None. Safe to repeat, from any number of processes.

    What was announced as selected is announced again, as breaking, when an editor raises it; a channel that has it
    already gets nothing twice.
    """
    chosen = ArticlePage.objects.public().exclude(alert=Alert.NONE).defer("body", "original")
    article = chosen.filter(pk=article_id).first()
    if article is None or not article.may_be_announced:
        return None
    ensure_default_channel()
    looked_at, says = now(), fingerprint_of(article)
    with transaction.atomic():
        announcement, is_new = Announcement.objects.get_or_create(
            article=article,
            defaults={
                "headline": article.title, "level": article.alert, "state": State.RUNNING, "says": says,
                "looked_at": looked_at,
            },
        )  # fmt: skip
        if is_new or _raise_to_breaking(announcement, article):
            _send_to_channels(announcement, article)
    return announcement


def announce_missing() -> int:
    """The sweep: announce, correct and withdraw what a lost signal left undone. Returns how much it looked at.

    Safe to repeat and to run in several processes. One article that fails does not keep the others waiting.
    """
    missing = queries.unannounced().values_list("pk", flat=True)
    changed = queries.changed_since_told().values_list("article_id", flat=True)
    steps: list[Callable[[], object]] = [partial(announce, pk) for pk in missing]
    steps += [partial(announce_correction, pk) for pk in changed]
    steps += [partial(_withdraw, announcement) for announcement in queries.withdrawn_but_standing()]
    for step in steps:
        _try(step)
    ensure_default_channel()
    return len(steps)


def announce_correction(article_id: int) -> int:
    """Let what was sent say what the article says now. Safe to repeat. Returns how many posts are to be edited.

    Of two that run at once one gives way; should the other have read an older text, `looked_at` lets the sweep see it.
    """
    announcement = Announcement.objects.filter(article_id=article_id).exclude(state=State.WITHDRAWN).first()
    if announcement is None:
        return 0
    looked_at = now()
    article = ArticlePage.objects.public().filter(pk=article_id).defer("body", "original").first()
    if article is None:
        return 0
    says = fingerprint_of(article)
    seen = Announcement.objects.filter(pk=announcement.pk, says=announcement.says)
    if says == announcement.says:
        seen.update(looked_at=looked_at)
        return 0
    with transaction.atomic():
        if not seen.update(looked_at=looked_at, says=says, headline=article.title, edition=F("edition") + 1):
            return 0
        announcement.refresh_from_db()
        return _follow_up(announcement, outbox.Operation.EDIT)


def announce_withdrawal(article_id: int) -> int:
    """Call off what has not left and remove what was sent. Safe to repeat. Returns how many posts are to be removed."""
    announcement = Announcement.objects.filter(article_id=article_id).first()
    return _withdraw(announcement) if announcement else 0


def _withdraw(announcement: Announcement) -> int:
    """The row is read anew: by now the article may be public again."""
    with transaction.atomic():
        if not queries.still_to_withdraw(announcement.pk).update(state=State.WITHDRAWN):
            return 0
        call_off(announcement.subject)
        return _follow_up(announcement, outbox.Operation.REMOVE)


def note_settled(subject: str) -> None:
    """An announcement of which nothing is open any more is done. Safe to repeat."""
    number = announcement_id(subject)
    if number and not queries.has_unsettled(subject):
        Announcement.objects.filter(pk=number, state=State.RUNNING).update(state=State.DONE)


def ensure_default_channel() -> None:
    """WARTA_TELEGRAM_CHANNEL as a channel, so that one variable is enough to begin. Safe to repeat."""
    if not settings.TELEGRAM_CHANNEL:
        return
    try:
        chat = chat_named_by(settings.TELEGRAM_CHANNEL)
    except ValidationError:
        return  # warta.alerts.checks says so in words
    if not Channel.objects.filter(chat=chat).exists():
        is_public = chat.startswith("@")
        Channel.objects.get_or_create(
            chat=chat, defaults={"name": settings.SITE_NAME, "is_shown_to_readers": is_public}
        )


def _send_to_channels(announcement: Announcement, article: ArticlePage) -> None:
    channels = queries.channels_for(article, announcement.level)
    lane = LANES[Alert(announcement.level)]
    wanted = [
        Wanted(outbox.TELEGRAM, channel.key, announcement.subject, outbox.Operation.SEND, lane, announcement.edition)
        for channel in channels
    ]
    enqueue(wanted, due_since=article.last_published_at or article.published_at)
    if channels:
        return
    state = State.DIGEST if announcement.level == Alert.SELECTED else State.DONE
    Announcement.objects.filter(pk=announcement.pk).update(state=state)


def _raise_to_breaking(announcement: Announcement, article: ArticlePage) -> bool:
    raised = Announcement.objects.filter(pk=announcement.pk, level=Alert.SELECTED, state__in=TALKING)
    if article.alert != Alert.BREAKING or not raised.update(level=Alert.BREAKING, state=State.RUNNING):
        return False
    announcement.refresh_from_db()
    return True


def _follow_up(announcement: Announcement, operation: outbox.Operation) -> int:
    """Edit or remove the posts about it, and its line in digests. Returns how many posts of its own."""
    retell(announcement)
    lane = LANES[Alert(announcement.level)]
    return change_what_was_sent(announcement.subject, operation, lane=lane, change=announcement.edition)


def _try(step: Callable[[], object]) -> None:
    try:
        step()
    except Exception:
        log.exception("the sweep of announcements left one undone; it comes back to it")
