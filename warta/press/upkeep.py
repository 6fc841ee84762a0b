"""What keeps the store true and small in the background. Each function may run twice, or in two processes at once."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, Min, Q, QuerySet

from warta.lib.clock import now
from warta.press import ports, pressing, services
from warta.press.look import look_of_this_process
from warta.press.models import PressedPage, PressedTag, PressState, TagChange

# Bounds on staleness. Whoever told a change usually marks and presses by themselves within the first; what can't be
# pressed within the second leaves the store and is pressed when somebody asks: nothing stale stands after 5 s.
HEAD_START = timedelta(seconds=0.5)
PATIENCE = timedelta(seconds=3)
ROUND_SECONDS = 1.0
DROPPED_AT_ONCE = 500

# A change may be dated before its transaction ends, and a page rendered in between shows the old data.
LONGEST_TRANSACTION = timedelta(seconds=10)
OVERLAP = timedelta(minutes=3)
CHANGES_KEPT = timedelta(days=1)
SETTLED = timedelta(seconds=60)  # a page pressed again within that is not worth the best compression


def press_stale(limit: int = 50) -> int:
    """Press stale pages, the most important first, for about a second; then let go of what has waited too long.

    Returns how many pages were dealt with. Claims make it safe to run in several processes.
    """
    _follow_what_was_left()
    ends = time.monotonic() + ROUND_SECONDS
    pressed = 0
    for page in _stale(HEAD_START).order_by("depth", "-pk")[:limit]:
        if time.monotonic() > ends:
            break
        if _claim(page):
            pressing.press_together([page.path])
            pressed += 1
    return pressed + _let_go()


def sweep() -> None:
    """Heal after a crash: what changed without being told is told now. Safe to run twice."""
    state, _ = PressState.objects.get_or_create(pk=1)
    began = now()
    _check_look(state)
    _check_site(state)
    _follow_what_was_left(timedelta())
    since = state.swept_at or PressedPage.objects.aggregate(at=Min("rendered_at"))["at"] or began
    told = _Told(since - OVERLAP)
    for change in ports.changes_since(since - OVERLAP):
        _heal(change, told)
    PressState.objects.filter(pk=1).update(swept_at=began)
    TagChange.objects.filter(is_followed=True, at__lt=began - CHANGES_KEPT).delete()


def collect_garbage() -> None:
    """Remove versions that are served no more, what killed writers left, and pages nobody keeps account of."""
    shelf = pressing.store()
    shelf.collect_garbage()
    for path in shelf.paths():
        if not PressedPage.objects.filter(path=path).exists():
            pressing.drop(path)


def densify(limit: int = 20) -> int:
    """Compress pages that have settled at the highest quality, the most important first; returns how many."""
    shelf = pressing.store()
    settled = PressedPage.objects.filter(is_dense=False, stale_since=None, rendered_at__lt=now() - SETTLED)
    pages = list(settled.exclude(version="").order_by("depth", "-pk")[:limit])
    for page in pages:
        denser = shelf.write_denser(page.path, page.version)
        with shelf.locked(page.path):
            if denser and shelf.current(page.path) == page.version:
                shelf.switch(page.path, denser)
        dense = {"is_dense": True, "version": denser or page.version}
        PressedPage.objects.filter(pk=page.pk, mark=page.mark, version=page.version).update(**dense)
    return len(pages)


def _stale(for_at_least: timedelta) -> QuerySet[PressedPage]:
    moment = now()
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=moment)
    return PressedPage.objects.filter(unclaimed, stale_since__lt=moment - for_at_least)


def _claim(page: PressedPage) -> bool:
    until = now() + timedelta(seconds=pressing.CLAIM_SECONDS)
    return bool(_stale(timedelta()).filter(pk=page.pk, mark=page.mark).update(claimed_until=until))


def _let_go() -> int:
    overdue = list(_stale(PATIENCE).order_by("depth", "-pk").values_list("path", flat=True)[:DROPPED_AT_ONCE])
    for path in overdue:
        pressing.drop(path)
    return len(overdue)


def _follow_what_was_left(for_at_least: timedelta = HEAD_START) -> None:
    """Follow the changes whose teller was killed before it could."""
    left = TagChange.objects.filter(is_followed=False, at__lte=now() - for_at_least)
    for seq in sorted(set(left.values_list("seq", flat=True))):
        services.follow(seq)


def _check_look(state: PressState) -> None:
    look = look_of_this_process()
    if PressState.objects.filter(pk=1, look=state.look).exclude(look=look).update(look=look):
        services.site_changed()


def _check_site(state: PressState) -> None:
    at = ports.site_changed_at()
    if at is not None and not _Told(at).covers({pressing.SITE}, at) and (state.swept_at is None or at > state.swept_at):
        services.site_changed()


def _heal(change: ports.Change, told: _Told) -> None:
    """Tell a change again if nobody told it since it happened and a page still shows what was before."""
    if told.covers(change.tags | {f"gone:{path}" for path in change.gone}, change.at):
        return
    before = change.at + LONGEST_TRANSACTION
    shown = PressedTag.objects.filter(tag__in=change.tags, page__rendered_at__lt=before)
    gone = [path for path in change.gone if pressing.store().current(path) is not None]
    if gone or shown.exists():
        services.purge(change.tags, gone=gone)


class _Told:
    """When each tag was last told, as far as that was after `since`."""

    def __init__(self, since: datetime) -> None:
        rows = TagChange.objects.filter(at__gte=since).values_list("tag").annotate(Max("at"))
        self._last = dict(rows)

    def covers(self, tags: Iterable[str], at: datetime) -> bool:
        """Whether all of `tags` were told at `at` or later."""
        return all(tag in self._last and self._last[tag] >= at for tag in tags)
