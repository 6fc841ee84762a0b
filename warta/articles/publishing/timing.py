"""Publishing and withdrawing on time: each article by itself, retried, never dropped.

The intention is Wagtail's own: a revision with `approved_go_live_at`, a live page with `expire_at`. Wagtail's command
clears the intention before it saves and stops at the first article that fails. Here most go live a few at a time
(`going_live.py`), and what can't is tried by itself in one transaction: what fails is rolled back with its schedule
intact, and an `Overdue` row says why and when it is tried again. A killed worker leaves the whole change or none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from warta.articles.errors import ExpiryPassed, NewsroomError
from warta.articles.models import Act, ArticlePage, Overdue
from warta.articles.publishing.going_live import BY_SCHEDULE as LOG_ACTION
from warta.articles.publishing.going_live import go_live
from warta.articles.publishing.receivers import telling_together
from warta.articles.publishing.withdrawing import BY_SCHEDULE, withdraw
from warta.lib.clock import now

log = logging.getLogger(__name__)

# One run keeps the worker's other jobs waiting no longer than this; what is left is due again at once.
RUN_SECONDS = 3.0
TOGETHER = 10  # publications in one transaction; other writers wait for it a tenth of a second at most
FIRST_RETRY_SECONDS = 5
LONGEST_RETRY_SECONDS = 300


def due_publications() -> QuerySet[Revision]:
    """Revisions of articles whose time to go live has come, the earliest first."""
    scheduled = Revision.objects.filter(content_type=ContentType.objects.get_for_model(ArticlePage))
    return scheduled.filter(approved_go_live_at__lte=now()).order_by("approved_go_live_at", "pk")


def due_withdrawals() -> QuerySet[ArticlePage]:
    """Live articles whose expiry has come, the earliest first."""
    return ArticlePage.objects.filter(live=True, withdraws_at__lte=now()).order_by("withdraws_at", "pk")


def act_on_time(run_seconds: float = RUN_SECONDS) -> int:
    """Publish and withdraw what is due; returns how many articles were dealt with.

    Safe to run twice and at the same time: whoever locks the row first acts, the other finds nothing left to do.
    """
    forget_settled()
    ends_at = time.monotonic() + run_seconds
    with telling_together():
        return publish_due(ends_at) + withdraw_due(ends_at)


def publish_due(ends_at: float | None = None) -> int:
    """Publish what is due, until `time.monotonic()` reaches `ends_at`. Safe to run twice."""
    due = due_publications().values_list("object_id", "pk", "approved_go_live_at")
    done = 0
    for few in _few_at_a_time((int(article), due_at, pk) for article, pk, due_at in due):
        if ends_at is not None and time.monotonic() >= ends_at:
            break
        live = _go_live_together([pk for _article, _due_at, pk in few])
        tries = [
            (article, due_at, lambda pk=pk: publish_scheduled(pk)) for article, due_at, pk in few if pk not in live
        ]
        done += len(live) + _each(Act.PUBLISH, tries, ends_at)
    return done


def _few_at_a_time(due: Iterable[tuple[int, datetime, int]]) -> Iterator[list[tuple[int, datetime, int]]]:
    waiting = _waiting(Act.PUBLISH)
    rest = (one for one in due if one[0] not in waiting)
    while few := list(islice(rest, TOGETHER)):
        yield few


def _go_live_together(revision_ids: list[int]) -> set[int]:
    try:
        return go_live(revision_ids)
    except Exception:
        log.exception("articles could not go live together; each is tried by itself")
        return set()


def withdraw_due(ends_at: float | None = None) -> int:
    """Withdraw what is due, until `time.monotonic()` reaches `ends_at`. Safe to run twice."""
    due = due_withdrawals().values_list("pk", "withdraws_at", "expiry_reason")
    tries = ((pk, due_at, lambda pk=pk, reason=reason: _withdraw(pk, reason)) for pk, due_at, reason in due)
    return _each(Act.WITHDRAW, tries, ends_at)


def publish_scheduled(revision_id: int) -> bool:
    """Publish one revision whose time has come; returns whether there was still something to do.

    One transaction. Raises what Wagtail's publishing raises, and ExpiryPassed; the schedule then stands.
    """
    with transaction.atomic():
        revision = Revision.objects.select_for_update().filter(pk=revision_id, approved_go_live_at__lte=now()).first()
        if revision is None:
            return False
        _check_not_expired(revision)
        _publish(revision)
        Overdue.objects.filter(article_id=int(revision.object_id), act=Act.PUBLISH).delete()
    return True


def _publish(revision: Revision) -> None:
    action = PublishPageRevisionAction(revision, log_action=LOG_ACTION)
    # Scheduling what is not live yet wrote this very content into the row, so what refers to what is known already.
    is_known = not action.object.live
    with disable_reference_index_auto_update() if is_known else nullcontext():
        action.execute(skip_permission_checks=True)


def _check_not_expired(revision: Revision) -> None:
    expires_at = parse_datetime(revision.content.get("expire_at") or "")
    if expires_at and expires_at <= now():
        raise ExpiryPassed


def _withdraw(article_id: int, reason: str) -> bool:
    return withdraw(article_id, reason=reason, log_action=BY_SCHEDULE)


def forget_settled() -> None:
    """Drop the notes on schedules that were called off or changed by hand. Safe to repeat."""
    for note in Overdue.objects.select_related("article"):
        if not _still_intended(note):
            note.delete()


def _still_intended(note: Overdue) -> bool:
    if note.act == Act.WITHDRAW:
        return note.article.withdraws_at == note.due_at
    return note.article.revisions.filter(approved_go_live_at=note.due_at).exists()


def _each(act: Act, tries: Iterable[tuple[int, datetime, Callable[[], bool]]], ends_at: float | None) -> int:
    done, waiting = 0, _waiting(act)
    for article_id, due_at, attempt in tries:
        if article_id in waiting:
            continue
        if ends_at is not None and time.monotonic() >= ends_at:
            break
        try:
            done += attempt()
        except Exception as error:
            _note_failure(act, article_id, due_at, error)
    return done


def _waiting(act: Act) -> set[int]:
    """Articles that failed and are not to be tried again yet."""
    return set(Overdue.objects.filter(act=act, next_attempt_at__gt=now()).values_list("article_id", flat=True))


def _note_failure(act: Act, article_id: int, due_at: datetime, error: Exception) -> None:
    if not isinstance(error, ValidationError | NewsroomError):
        log.error("a schedule failed", extra={"act": str(act), "article": article_id}, exc_info=error)
    note, _created = Overdue.objects.get_or_create(
        article_id=article_id, act=act, defaults={"due_at": due_at, "next_attempt_at": now(), "reason": ""}
    )
    wait = min(FIRST_RETRY_SECONDS * 2 ** min(note.attempts, 10), LONGEST_RETRY_SECONDS)
    Overdue.objects.filter(pk=note.pk).update(
        due_at=due_at, attempts=note.attempts + 1, reason=in_words(error),
        next_attempt_at=now() + timedelta(seconds=wait),
    )  # fmt: skip


def in_words(error: Exception) -> str:
    """What went wrong, for an editor: what an article lacks, by the field's name, or that it wasn't the article."""
    if isinstance(error, NewsroomError):
        return str(error)
    if not isinstance(error, ValidationError):
        return _("Something in the system failed (%(kind)s); it is tried again.") % {"kind": type(error).__name__}
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{_label(name)}: {' '.join(words)}" for name, words in error.message_dict.items())


def _label(name: str) -> str:
    try:
        return str(getattr(ArticlePage._meta.get_field(name), "verbose_name", name))
    except FieldDoesNotExist:
        return name
