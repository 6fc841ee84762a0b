"""Tells what changed: which pages are stale by it, which leave the store, which are pressed at once.

A page rendered from old data must never stand after the change was told, whoever of the two is faster and whoever is
killed. So each side first commits, then looks: a changer commits its change, then looks which pages show it; a presser
(`pressing`) commits what its pages show, then looks which changes came. See docs/adr/0020.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from warta.lib.clock import now
from warta.press.durability import without_waiting_for_the_disk
from warta.press.models import PressedPage, PressedTag, PressState, TagChange
from warta.press.pressing import SITE, cut, drop, press_together, store

log = logging.getLogger(__name__)


def changed(tags: Iterable[str], eager: Iterable[str] = ()) -> None:
    """What is behind `tags` changed: pages showing it are stale, `eager` paths are pressed at once. Safe to repeat.

    Inside a transaction it takes effect with its commit. A page that can't be pressed is logged, never raised.
    """
    _tell(cut(tags), eager=tuple(eager))


def purge(tags: Iterable[str], gone: Iterable[str] = (), eager: Iterable[str] = ()) -> None:
    """As `changed`, for a withdrawal: the pages at `gone` leave the store before anything else. Safe to repeat."""
    _tell({*cut(tags), *(f"gone:{path}" for path in gone)}, eager=tuple(eager))


def site_changed() -> None:
    """The look of everything changed: nothing pressed before is served any more. Safe to repeat."""
    _tell({SITE}, eager=())


def empty_store() -> None:
    """Serve nothing that was pressed before and forget it, as after a restore. Safe to repeat."""
    store().empty()
    with transaction.atomic():
        PressedTag.objects.all().delete()
        PressedPage.objects.all().delete()
        TagChange.objects.all().delete()


def follow(seq: int) -> None:
    """Mark every page that shows what changed with the number `seq`. Safe to repeat."""
    tags = set(TagChange.objects.filter(seq=seq).values_list("tag", flat=True))
    for tag in tags:
        if tag.startswith("gone:"):
            drop(tag.removeprefix("gone:"))
    with locked_state():
        mark_stale(tags, before=seq)
    if SITE in tags:
        store().empty()
    TagChange.objects.filter(seq=seq).update(is_followed=True)


def mark_stale(tags: Iterable[str], *, before: int) -> int:
    """Mark the pages that show one of `tags` and were rendered before the change `before`; how many those are."""
    pages = PressedPage.objects.filter(seq__lt=before)
    if SITE not in tags:
        pages = pages.filter(pk__in=PressedTag.objects.filter(tag__in=tags).values("page_id"))
    return pages.update(mark=F("mark") + 1, stale_since=Coalesce("stale_since", now()), claimed_until=None)


@contextmanager
def locked_state() -> Iterator[PressState]:
    """A transaction in which nobody else tells or follows a change."""
    PressState.objects.get_or_create(pk=1)
    with transaction.atomic():
        yield PressState.objects.select_for_update().get(pk=1)


def _tell(tags: set[str], *, eager: tuple[str, ...]) -> None:
    if not tags and not eager:
        return
    with without_waiting_for_the_disk(), locked_state() as state:
        state.seq += 1
        state.save(update_fields=["seq"])
        TagChange.objects.bulk_create(TagChange(seq=state.seq, tag=tag, at=now()) for tag in sorted(tags))
    transaction.on_commit(lambda: _follow_and_press(state.seq, eager))


def _follow_and_press(seq: int, eager: tuple[str, ...]) -> None:
    try:
        with without_waiting_for_the_disk():
            follow(seq)
    except (OSError, DatabaseError):
        log.exception("a change is followed later", extra={"seq": seq})
    press_together(eager)
