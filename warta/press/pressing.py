"""Renders pages and puts them into the store, with what each shows kept beside it.

A presser commits what its pages show, then looks which changes came since it began to render. A page counts as stale
from before the switch until after that look, so that being killed in between leaves work and no lie (docs/adr/0020).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpResponse

from warta.lib.clock import now
from warta.press.addresses import depth_of, is_plain
from warta.press.durability import without_waiting_for_the_disk
from warta.press.headers import CONTENT_TYPES
from warta.press.marks import one_round
from warta.press.models import TAG_MAX_CHARS, PressedPage, PressedTag, PressState, TagChange
from warta.press.rendering import Rendered, render
from warta.press.store import Store

log = logging.getLogger(__name__)

SITE = "site"  # the tag that every page shows
TRIES = 3  # a page changed more often than that while it was rendered is left to the background
CLAIM_SECONDS = 4  # what a killed presser had claimed waits no longer; pressing twice does no harm


def store() -> Store:
    """The store of the canonical host."""
    return Store(settings.PRESS_ROOT, settings.SITE_HOST.lower())


def press(path: str) -> Rendered:
    """Render `path` and keep the answer if it may be kept; else take what was kept out of the store. Safe to repeat.

    Raises OSError (a full disk), after which nothing stale stands, and DatabaseError.
    """
    with without_waiting_for_the_disk():
        for _ in range(TRIES):
            (rendered,), unsettled = _press_once([path])
            if not unsettled:
                break
    return rendered


def press_together(paths: Sequence[str]) -> None:
    """`press` each of `paths`; what several of them ask is asked once. Safe to repeat, and never raises.

    What goes wrong is logged: the page is then stale or gone, and pressed when it is asked for.
    """
    left = list(paths)
    try:
        with without_waiting_for_the_disk():
            for _ in range(TRIES):
                if not left:
                    break
                _, left = _press_once(left)
    except (OSError, DatabaseError):
        log.exception("pages could not be pressed", extra={"paths": left})


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


def cut(tags: Iterable[str]) -> set[str]:
    """Tags as they are kept. Two that agree so far are taken as one, which presses too much and never too little."""
    return {tag[:TAG_MAX_CHARS] for tag in tags}


def _press_once(paths: Sequence[str]) -> tuple[list[Rendered], list[str]]:
    """One attempt at these pages, all from the same state; the answers, and the paths that changed meanwhile."""
    seq, began = current_seq(), now()
    with one_round():
        answers = {path: render(path) for path in paths}
    kept = {path: found for path, found in answers.items() if found.file_name and is_plain(path)}
    for path in answers.keys() - kept.keys():
        _forget(path, seq)
    pages = _announce(kept, seq=seq, began=began) if kept else []
    news = _told_since(seq) if pages else set()
    versions, failures = _put_out(pages, kept, news)
    _settle(versions)
    if failures:
        raise failures[0]
    return list(answers.values()), [page.path for page in pages if page not in versions]


def _announce(kept: Mapping[str, Rendered], *, seq: int, began: datetime) -> list[PressedPage]:
    """Commit what the pages show, as stale until they are settled; without those that a later pressing has begun."""
    with transaction.atomic():
        pages = [page for page in _locked_rows(kept) if page.seq <= seq]
        for kind in {kept[page.path].kind for page in pages}:
            of_kind = [page.pk for page in pages if kept[page.path].kind == kind]
            PressedPage.objects.filter(pk__in=of_kind).update(
                kind=kind,
                seq=seq,
                rendered_at=began,
                stale_since=Coalesce("stale_since", Value(began)),
                mark=F("mark") + 1,
                claimed_until=now() + timedelta(seconds=CLAIM_SECONDS),
            )
        for page in pages:
            page.seq, page.mark = seq, page.mark + 1
        _set_tags({page.pk: cut(kept[page.path].tags) for page in pages})
    return pages


def _locked_rows(kept: Mapping[str, Rendered]) -> list[PressedPage]:
    """The rows of these paths, made where there are none; always in the same order, lest two pressers lock up."""
    rows = PressedPage.objects.select_for_update().filter(path__in=kept).order_by("path")
    found = list(rows)
    if missing := sorted(kept.keys() - {page.path for page in found}):
        fresh = [PressedPage(path=path, kind=kept[path].kind, depth=depth_of(path)) for path in missing]
        PressedPage.objects.bulk_create(fresh, ignore_conflicts=True)
        found = list(rows.all())
    return found


def _set_tags(shown: Mapping[int, set[str]]) -> None:
    rows = PressedTag.objects.filter(page_id__in=shown).values_list("page_id", "tag", "pk")
    present = {(page_id, tag): pk for page_id, tag, pk in rows}
    wanted = {(page_id, tag) for page_id, tags in shown.items() for tag in tags}
    if gone := [pk for shows, pk in present.items() if shows not in wanted]:
        PressedTag.objects.filter(pk__in=gone).delete()
    fresh = [PressedTag(page_id=page_id, tag=tag) for page_id, tag in sorted(wanted - present.keys())]
    PressedTag.objects.bulk_create(fresh, ignore_conflicts=True)


def _put_out(
    pages: Iterable[PressedPage], kept: Mapping[str, Rendered], news: set[str]
) -> tuple[dict[PressedPage, str], list[OSError]]:
    """Put the pages into the store, each by itself; the versions that stand, and what went wrong with others."""
    versions, failures = {}, []
    for page in pages:
        try:
            if version := _switched(page, kept[page.path], news):
                versions[page] = version
        except FileNotFoundError:  # the store was emptied while we wrote
            continue
        except OSError as failure:
            drop(page.path)
            failures.append(failure)
    return versions, failures


def _switched(page: PressedPage, rendered: Rendered, news: set[str]) -> str:
    """Write a version and switch to it; its name, or "" when it doesn't stand or shows what changed meanwhile."""
    shelf = store()
    version = shelf.write(page.path, order=page.mark, file_name=rendered.file_name, body=rendered.response.content)
    with shelf.locked(page.path):
        is_there = PressedPage.objects.filter(pk=page.pk).exists()
        # What was withdrawn while we rendered must not come back, not even for a moment: who withdraws tells it first,
        # then takes the row away and, under this same lock, the version.
        if not is_there or f"gone:{page.path}" in news or not shelf.switch(page.path, version):
            return ""
    if news & {SITE, *cut(rendered.tags)}:
        PressedPage.objects.filter(pk=page.pk, mark=page.mark).update(claimed_until=None)
        return ""
    return version


def _settle(versions: Mapping[PressedPage, str]) -> None:
    """Count the pages as fresh, except those of which a change was told since: these have another mark."""
    if not versions:
        return
    unmarked = Q(pk__in=())
    for page in versions:
        unmarked |= Q(pk=page.pk, mark=page.mark)
    names = [When(pk=page.pk, then=Value(version)) for page, version in versions.items()]
    fresh = {"stale_since": None, "claimed_until": None, "version": Case(*names), "is_dense": False}
    PressedPage.objects.filter(unmarked).update(**fresh)


def _told_since(seq: int) -> set[str]:
    return set(TagChange.objects.filter(seq__gt=seq).values_list("tag", flat=True))


def _forget(path: str, seq: int) -> None:
    """Take out of the store what is no more to be kept, unless a later pressing keeps it."""
    if not is_plain(path):
        return
    pages = PressedPage.objects.filter(path=path)
    if not pages.exists() and store().current(path) is None:
        return
    with store().locked(path):
        pages.filter(seq__lte=seq).delete()
        if not pages.exists():
            store().remove(path)


_in_turn = tuple(threading.Lock() for _ in range(32))
