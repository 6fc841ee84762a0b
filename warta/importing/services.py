"""Imports articles, batch by batch. Each batch is one transaction, so that a killed import continues where it ended.

What the newsroom changed since is never overwritten, and nothing that is imported is ever announced.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.articles.bulk.creating import BulkArticle, create_articles, rewrite_articles
from warta.articles.bulk.rows import insert_rows
from warta.articles.events import listing_changed
from warta.articles.site_setup import set_up_site
from warta.importing.building import build
from warta.importing.fields import BadLine
from warta.importing.lines import STANDARD_INPUT, Line, UnreadableFile, lines_of
from warta.importing.links import own_article_of, place_links
from warta.importing.models import WantedLink
from warta.importing.names import Names
from warta.importing.pictures import Album
from warta.importing.present import Present, articles_present, paths_taken
from warta.importing.records import Record, record_of
from warta.importing.storing import INCOMPLETE, Ready, bulk_article, old_paths_of, tags_of
from warta.importing.summary import Summary

# Large enough that a commit costs little, small enough that an editor's save waits a few hundredths of a second.
BATCH = 100
# After each batch others get the database for this part of the time the batch had it.
PAUSE_RATIO = 0.1
# The same lists change with every batch; pressing them again more often than this shows no reader more.
TELL_SECONDS = 2.0

Progress = Callable[[Line], None]


@dataclass(frozen=True)
class Numbered:
    """A record and the line it came from."""

    line: int
    record: Record


def import_articles(path: str, *, progress: Progress = lambda _line: None) -> Summary:
    """Import a file of JSON lines. Safe to repeat, and to be killed and run again. Raises UnreadableFile when the file
    can't be opened; one that is damaged in the middle is imported up to there."""
    folder = None if path == STANDARD_INPUT else Path(path).resolve().parent
    run = _Run(Album(folder))
    for batch in _batches(run.records(_until_damage(path, run.summary), progress)):
        seconds = run.import_batch(batch)
        time.sleep(seconds * PAUSE_RATIO)
    run.finish()
    return run.summary


def _until_damage(path: str, summary: Summary) -> Iterator[Line]:
    has_begun = False
    try:
        for line in lines_of(path):
            has_begun = True
            yield line
    except UnreadableFile as error:
        if not has_begun:
            raise
        summary.stopped = str(error)


def _batches(records: Iterator[Numbered]) -> Iterator[list[Numbered]]:
    while batch := list(islice(records, BATCH)):
        yield batch


class _Run:
    """One import: what is known for its length, and the summary."""

    def __init__(self, album: Album) -> None:
        self.summary = Summary()
        self._album = album
        self._names = Names(set_up_site())
        self._seen: dict[int, int] = {}
        self._untold: set[str] = set()
        self._told_at = time.monotonic()

    def records(self, lines: Iterable[Line], progress: Progress) -> Iterator[Numbered]:
        """The sound lines; the others are reported."""
        for line in lines:
            progress(line)
            if line.content is not None and not line.content.strip():
                continue
            try:
                record = record_of(line.content)
            except BadLine as reason:
                self.summary.skip(line.number, "", str(reason))
                continue
            first = self._seen.setdefault(hash(record.original_id), line.number)
            if first != line.number:
                why = _("Line %(first)d has the same id and was taken.") % {"first": first}
                self.summary.skip(line.number, record.original_id, why)
                continue
            yield Numbered(line.number, record)

    def import_batch(self, batch: Sequence[Numbered]) -> float:
        """Import what is new or changed. How many seconds the database was held."""
        present = articles_present([item.record.original_id for item in batch])
        due = [item for item in batch if self._is_due(item, present)]
        ready = [self._made_ready(item, present.get(item.record.original_id)) for item in due]
        ready = [item for item in ready if not self._is_unchanged_after_all(item)]
        self._names.ensure([(item.record, item.built) for item in ready])
        began = time.monotonic()
        try:
            self._store(ready)
        except (IntegrityError, DataError):
            self._store_each(ready)
        return time.monotonic() - began

    def finish(self) -> None:
        self.summary.links_placed, changed = place_links()
        self.summary.links_waiting = WantedLink.objects.count()
        self._untold |= {f"article:{pk}" for pk in changed}
        self._tell()

    def _is_due(self, item: Numbered, present: dict[str, Present]) -> bool:
        record, there = item.record, present.get(item.record.original_id)
        if own_article_of(record.url) and record.original_id == f"warta-{own_article_of(record.url)}":
            self.summary.skip(item.line, record.original_id, _("It is this site's own article."))
        elif there is None or there.digest == record.digest + INCOMPLETE:
            return True
        elif there.digest == record.digest:
            self.summary.unchanged += 1
        elif there.was_edited:
            why = _("It was changed in the newsroom since its import; nothing was overwritten.")
            self.summary.skip(item.line, record.original_id, why)
        else:
            return True
        return False

    def _made_ready(self, item: Numbered, there: Present | None) -> Ready:
        """Everything that takes time or makes rows of its own, before the batch's transaction."""
        record = item.record
        built = build(record, site_name=settings.SITE_NAME)
        pictures = [*record.pictures, *built.pictures()]
        self._album.bring(pictures)
        left = self._album.left_out(pictures)
        for picture in left:
            why = _("A picture was left out, %(why)s: %(source)s") % {"why": picture.why, "source": picture.source}
            self.summary.note(item.line, record.original_id, why)
        for note in record.notes:
            self.summary.note(item.line, record.original_id, note)
        is_complete = not any(picture.is_passing for picture in left)
        return Ready(item.line, record, built, there, is_complete, self._album.ids())

    def _is_unchanged_after_all(self, item: Ready) -> bool:
        """A picture that failed for a passing reason was tried again, in vain, and nothing else is new."""
        is_same = item.present is not None and item.present.digest == item.record.digest + INCOMPLETE
        if is_same and not item.is_complete:
            self.summary.unchanged += 1
            return True
        return False

    def _store(self, ready: Sequence[Ready]) -> None:
        """Write all of them in one transaction, then count and tell."""
        if not ready:
            return
        with transaction.atomic():
            taken = paths_taken([path for item in ready for path in old_paths_of(item.record)])
            articles = [bulk_article(item, self._names, taken) for item in ready]
            changed = {item.present.pk: article for item, article in zip(ready, articles, strict=True) if item.present}
            rewrite_articles(changed)
            new = iter(
                create_articles([article for item, article in zip(ready, articles, strict=True) if not item.present])
            )
            _want_links([(item.present.pk if item.present else next(new), item) for item in ready])
        self._count(ready, articles)
        self._untold |= tags_of(articles) | {f"article:{pk}" for pk in changed}
        if time.monotonic() - self._told_at > TELL_SECONDS:
            self._tell()

    def _tell(self) -> None:
        """Say which lists changed. What a killed import left unsaid, the press's sweep finds by `changed_at`."""
        if self._untold:
            listing_changed.tell(frozenset(self._untold))
        self._untold, self._told_at = set(), time.monotonic()

    def _store_each(self, ready: Sequence[Ready]) -> None:
        """One of a batch was refused by the database: the others go in without it."""
        for item in ready:
            try:
                self._store([item])
            except (IntegrityError, DataError):
                why = _("The database refused it; another import may be writing the same article.")
                self.summary.skip(item.line, item.record.original_id, why)

    def _count(self, ready: Sequence[Ready], articles: Sequence[BulkArticle]) -> None:
        for item, article in zip(ready, articles, strict=True):
            self.summary.created += item.present is None
            self.summary.updated += item.present is not None
            self.summary.datelines += bool(item.built.agency or item.built.place)
            self.summary.attributions += len(item.built.cited)
            self.summary.pictures += sum(block["type"] == "picture" for block in article.body) + bool(
                article.lead_image_id
            )
            for path in sorted(set(old_paths_of(item.record)) - set(article.old_paths)):
                why = _("Its old address %(path)s leads to another article already.") % {"path": path}
                self.summary.note(item.line, item.record.original_id, why)


def _want_links(pairs: Sequence[tuple[int, Ready]]) -> None:
    """Write down the links to place, in the same transaction as the articles."""
    WantedLink.objects.filter(article_id__in=[pk for pk, _item in pairs]).delete()
    insert_rows(WantedLink, [row for pk, item in pairs for row in _links_of(pk, item)])


def _links_of(pk: int, item: Ready) -> Iterator[dict[str, Any]]:
    for order, wanted in enumerate(item.built.wanted):
        yield {
            "article_id": pk,
            "after": wanted.after,
            "order": order,
            "original_id": wanted.link.original_id[:200],
            "url": wanted.link.url[:2000],
            "title": wanted.link.title[:255],
        }
    for role in (WantedLink.Role.REPLY_TO, WantedLink.Role.TRANSLATION):
        if target := getattr(item.record, role):
            yield {"article_id": pk, "role": role, "order": 0, "original_id": target}
