"""Everything that writes to the store and to what the press knows of it.

A page rendered from old data must never stand after the change was told, whoever of the two is faster and whoever is
killed. So each side first commits, then looks. A changer commits its change, then looks which pages show it. A presser
commits what its page shows, then looks which changes came since it began to render; and the page counts as stale from
before the switch until after that look, so that being killed in between leaves work and no lie. See docs/adr/0020.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpResponse

from warta.lib.clock import now
from warta.press.addresses import depth_of, is_plain
from warta.press.durability import without_waiting_for_the_disk
from warta.press.headers import CONTENT_TYPES
from warta.press.models import TAG_MAX_CHARS, PressedPage, PressedTag, PressState, TagChange
from warta.press.rendering import Rendered, render
from warta.press.store import Store

log = logging.getLogger(__name__)

SITE = "site"  # the tag that every page shows
TRIES = 3  # a page changed more often than that while it was rendered is left to the background
CLAIM_SECONDS = 30


def store() -> Store:
    """The store of the canonical host."""
    return Store(settings.PRESS_ROOT, settings.SITE_HOST.lower())


def changed(tags: Iterable[str], eager: Iterable[str] = ()) -> None:
    """What is behind `tags` changed: pages showing it are stale, `eager` paths are pressed at once. Safe to repeat.

    Inside a transaction it takes effect with its commit. A page that can't be pressed is logged, never raised.
    """
    _tell(_cut(tags), eager=tuple(eager))


def purge(tags: Iterable[str], gone: Iterable[str] = (), eager: Iterable[str] = ()) -> None:
    """As `changed`, for a withdrawal: the pages at `gone` leave the store before anything else. Safe to repeat."""
    _tell({*_cut(tags), *(f"gone:{path}" for path in gone)}, eager=tuple(eager))


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


def press(path: str) -> Rendered:
    """Render `path` and keep the answer if it may be kept; else take what was kept out of the store. Safe to repeat.

    Raises OSError (a full disk), after which nothing stale stands, and DatabaseError.
    """
    with without_waiting_for_the_disk():
        for _ in range(TRIES):
            rendered, is_settled = _press_once(path)
            if is_settled:
                break
    return rendered


def press_quietly(path: str) -> None:
    """`press`, with what goes wrong logged: the page is then stale or gone, and pressed when it is asked for."""
    try:
        press(path)
    except (OSError, DatabaseError):
        log.exception("a page could not be pressed", extra={"path": path})


def answer(path: str) -> Rendered:
    """The answer to somebody who asks for `path`: what another thread has just kept, or else pressed now."""
    with _in_turn[hash(path) % len(_in_turn)]:
        kept = store().read(path)
        if kept is not None:
            content_type = CONTENT_TYPES[kept.file_name.partition(".")[2]]
            response = HttpResponse(kept.bodies["identity"], content_type=content_type)
            return Rendered(response, frozenset(), file_name=kept.file_name)
        return press(path)


def drop(path: str) -> None:
    """Take `path` out of the store at once; whoever asks for it has it pressed again. Safe to repeat."""
    if not is_plain(path):
        return
    with store().locked(path):
        PressedPage.objects.filter(path=path).delete()
        store().remove(path)


def current_seq() -> int:
    """The number of the last change that was told."""
    return PressState.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


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
    for path in eager:
        press_quietly(path)


def _press_once(path: str) -> tuple[Rendered, bool]:
    """One attempt; whether it is settled, that is: nothing changed meanwhile."""
    seq, began = current_seq(), now()
    rendered = render(path)
    if not rendered.file_name or not is_plain(path):
        return rendered, _forget(path, seq)
    page = _announce(path, rendered, seq=seq, began=began)
    if page is None:
        return rendered, True
    try:
        return rendered, _put_out(page, rendered)
    except FileNotFoundError:  # the store was emptied while we wrote
        return rendered, False
    except OSError:
        drop(path)
        raise


def _announce(path: str, rendered: Rendered, *, seq: int, began: datetime) -> PressedPage | None:
    """Commit what the page shows, as stale until it is settled. None when a later pressing is already under way."""
    fields = {"kind": rendered.kind, "depth": depth_of(path), "seq": seq, "rendered_at": began, "stale_since": began}
    with transaction.atomic():
        page, is_new = PressedPage.objects.select_for_update().get_or_create(path=path, defaults=fields)
        if page.seq > seq:
            return None
        if not is_new:
            fields["stale_since"] = page.stale_since or began
        for name, value in fields.items():
            setattr(page, name, value)
        page.mark += 1
        page.claimed_until = now() + timedelta(seconds=CLAIM_SECONDS)
        page.save(update_fields=[*fields, "mark", "claimed_until"])
        _set_tags(page, rendered.tags)
    return page


def _set_tags(page: PressedPage, shown: frozenset[str]) -> None:
    present = set(page.tags.values_list("tag", flat=True))
    tags = _cut(shown)
    if gone := present - tags:
        page.tags.filter(tag__in=gone).delete()
    fresh = [PressedTag(page=page, tag=tag) for tag in sorted(tags - present)]
    PressedTag.objects.bulk_create(fresh, ignore_conflicts=True)


def _put_out(page: PressedPage, rendered: Rendered) -> bool:
    """Write the version, switch to it, and count the page as fresh if nothing changed since its rendering began."""
    shelf = store()
    version = shelf.write(page.path, order=page.mark, file_name=rendered.file_name, body=rendered.response.content)
    with shelf.locked(page.path):
        news = _told_since(page.seq)
        is_there = PressedPage.objects.filter(pk=page.pk).exists()
        # What was withdrawn while we rendered must not come back, not even for a moment.
        if not is_there or f"gone:{page.path}" in news or not shelf.switch(page.path, version):
            return False
    if news & {SITE, *_cut(rendered.tags)}:
        PressedPage.objects.filter(pk=page.pk, mark=page.mark).update(claimed_until=None)
        return False
    _settle(page, version)
    return True


def _settle(page: PressedPage, version: str) -> None:
    fresh = {"stale_since": None, "claimed_until": None, "version": version, "is_dense": False}
    PressedPage.objects.filter(pk=page.pk, mark=page.mark).update(**fresh)


def _told_since(seq: int) -> set[str]:
    return set(TagChange.objects.filter(seq__gt=seq).values_list("tag", flat=True))


def _forget(path: str, seq: int) -> bool:
    """Take out of the store what is no more to be kept, unless a later pressing keeps it."""
    if not is_plain(path):
        return True
    pages = PressedPage.objects.filter(path=path)
    if not pages.exists() and store().current(path) is None:
        return True
    with store().locked(path):
        pages.filter(seq__lte=seq).delete()
        if not pages.exists():
            store().remove(path)
    return True


def _cut(tags: Iterable[str]) -> set[str]:
    """Tags as they are kept. Two that agree so far are taken as one, which presses too much and never too little."""
    return {tag[:TAG_MAX_CHARS] for tag in tags}


_in_turn = tuple(threading.Lock() for _ in range(32))
