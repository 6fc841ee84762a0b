"""Gathering articles into stories as they change, behind the publishing and never in its way.

There is no list of what to gather: every public change of an article is stamped on its row, and one row says up to
which stamp the gathering has come. Killed at any moment it goes on where it was.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from warta.articles.models import ArticlePage, Kind
from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.linking.models import FindingTerm, Gathered, GatheringPosition, Story
from warta.linking.stories.candidates import Candidate, candidates_for, days, story_thread
from warta.linking.stories.gathering import (
    Text,
    Thread,
    best_thread,
    counts_of,
    joined,
    terms_to_find_by,
    thread_of,
    weights_of,
)
from warta.linking.stories.naming import name_of
from warta.linking.stories.said import note_statements
from warta.press import services as press
from warta.search.entries import changes_after, entries_of
from warta.search.queries import document_frequencies
from warta.search.schema import Entry, Position, microseconds

log = logging.getLogger(__name__)

BATCH = 100
RUN_SECONDS = 1.5  # of one run, so that the worker's other jobs get their turn
PAUSE_SECONDS = 0.02  # after each batch: who imports or publishes writes in between
LOOK_BACK = timedelta(seconds=60)  # the longest transaction: a change may be committed later than it was stamped
KEPT_FOR_FINDING = timedelta(days=45)
KEPT_AFTER_NOTING = timedelta(hours=2)  # an archive that is imported in the order of time finds its stories too
RENAMED_AT = frozenset({2, 3, 5, 8, 13})  # articles: a name grows more fitting, and then it stays
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER_GATHERED = (Kind.SPONSORED,)


def gather_some() -> int:
    """Follow the next changes of articles for a second or two. How many were followed; safe to run twice."""
    stops_at, followed = time.monotonic() + RUN_SECONDS, 0
    position = _position()
    while time.monotonic() < stops_at:
        changes = changes_after(Position(microseconds(position.changed_at), position.article_id), limit=BATCH)
        if not changes:
            return followed + _look_back(position)
        followed += _follow(changes, position)
        time.sleep(PAUSE_SECONDS)
    return followed


def forget_old_terms() -> int:
    """Take away the words by which nothing needs to be found any more, a few thousand at a time. Safe to repeat."""
    old = FindingTerm.objects.filter(noted_at__lt=now() - KEPT_AFTER_NOTING, at__lt=now() - KEPT_FOR_FINDING)
    ids = list(old.values_list("pk", flat=True)[:5000])
    FindingTerm.objects.filter(pk__in=ids).delete()
    return len(ids)


def _position() -> GatheringPosition:
    return GatheringPosition.objects.get_or_create(pk=1, defaults={"changed_at": EPOCH})[0]


def _follow(changes: list[Position], position: GatheringPosition) -> int:
    """In the order of publication within the batch, so that an import of an archive grows its stories as they grew."""
    entries = sorted(_entries(changes), key=lambda entry: (entry.published_at, entry.article_id))
    for entry in entries:
        _gather_safely(entry)
    _move(position, changes[-1])
    return len(changes)


def _entries(changes: list[Position]) -> list[Entry]:
    """Those that were not looked at in their present state yet."""
    stamps = {change.article_id: change.changed for change in changes}
    seen = Gathered.objects.filter(article_id__in=stamps).values_list("article_id", "article_changed_at")
    done = {pk for pk, at in seen if microseconds(at) >= stamps[pk]}
    return [entry for entry in entries_of([pk for pk in stamps if pk not in done]) if entry.kind not in NEVER_GATHERED]


def _move(position: GatheringPosition, to: Position) -> None:
    position.changed_at, position.article_id = EPOCH + timedelta(microseconds=to.changed), to.article_id
    position.save(update_fields=["changed_at", "article_id"])


def _look_back(position: GatheringPosition) -> int:
    """Once when all is followed: what was committed late, after a later stamp had been followed."""
    if position.looked_back_at == position.changed_at:
        return 0
    begin = Position(microseconds(max(position.changed_at - LOOK_BACK, EPOCH)), 0)
    entries = _entries(changes_after(begin, limit=BATCH))
    for entry in entries:
        _gather_safely(entry)
    position.looked_back_at = position.changed_at
    position.save(update_fields=["looked_back_at"])
    return len(entries)


def _gather_safely(entry: Entry) -> None:
    """One article that can't be gathered holds up no other; it is looked at again when it changes."""
    try:
        gather(entry)
    except Exception:
        log.exception("article %s was not gathered", entry.article_id)


def gather(entry: Entry) -> Story | None:
    """Look at an article and put it into the story it belongs to; one that has its place keeps it. Safe to repeat."""
    known = Gathered.objects.filter(article_id=entry.article_id).select_related("story").first()
    if known is not None:
        Gathered.objects.filter(pk=known.pk).update(article_changed_at=entry.changed_at)
        if known.story is not None:
            note_statements(entry)
            press.changed({f"list:story:{known.story_id}"})
        return known.story
    placed = _place(entry)
    if placed is None:
        return None
    _tell_of(placed, entry)
    return placed.story


@dataclass(frozen=True)
class Placed:
    """A story, and the articles that have just come into it."""

    story: Story
    article_ids: tuple[int, ...]


def _place(entry: Entry) -> Placed | None:
    counts = counts_of(Text(entry.title, entry.summary, entry.body.split("\n"), entry.language))
    articles, frequencies = document_frequencies(list(counts))
    weights = weights_of(counts, articles=articles, frequencies=frequencies)
    terms = terms_to_find_by(weights)
    at = entry.published_at
    options = candidates_for(terms, at=at, language=entry.language, excluding=entry.article_id)
    best = best_thread(weights, days(at), ((key, option.thread) for key, option in enumerate(options)))
    with transaction.atomic():
        row = Gathered.objects.create(
            article_id=entry.article_id, at=at, language=entry.language, weights=weights,
            article_changed_at=entry.changed_at,
        )  # fmt: skip
        FindingTerm.objects.bulk_create(
            FindingTerm(gathered=row, language=entry.language, term=term, at=at) for term in terms
        )
        return None if best is None else _join(row, options[best[0]])


def _join(row: Gathered, option: Candidate) -> Placed | None:
    if option.waiting is not None:
        return _begin_story(option.waiting, row)
    if option.story is None or not add_to_story(row, option.story):
        return None
    return Placed(option.story, (row.article_id,))


def add_to_story(row: Gathered, story: Story) -> bool:
    """Put a gathered article into a story, unless that was changed meanwhile; then it waits. Inside a transaction."""
    thread = joined(story_thread(story), row.weights, days(row.at))
    is_written = story.change(
        size=thread.size,
        weights=thread.weights,
        first_at=min(story.first_at, row.at),
        last_at=max(story.last_at, row.at),
    )
    if is_written:
        Gathered.objects.filter(pk=row.pk).update(story=story)
        _rename(story, thread.size)
    return is_written


def _begin_story(first: Gathered, second: Gathered) -> Placed | None:
    story = story_of([first, second])
    taken = Gathered.objects.filter(pk=first.pk, story=None, is_by_hand=False).update(story=story)
    if not taken:
        story.delete()
        return None
    Gathered.objects.filter(pk=second.pk).update(story=story)
    return Placed(story, (first.article_id, second.article_id))


def story_of(rows: list[Gathered], name: str = "") -> Story:
    """A new story that these articles make, without putting them into it. Inside a transaction."""
    rows = sorted(rows, key=lambda row: (row.at, row.pk))
    thread = thread_of_all(rows)
    headlines = list(
        ArticlePage.objects.filter(pk__in=[row.article_id for row in rows]).values_list("title", flat=True)
    )
    called = name or name_of(headlines, thread.weights, rows[0].language)
    return Story.objects.create(
        name=called[:160], slug=_free_slug(called), language=rows[0].language, is_named=bool(name), size=len(rows),
        first_at=rows[0].at, last_at=rows[-1].at, weights=thread.weights,
    )  # fmt: skip


def thread_of_all(rows: list[Gathered]) -> Thread:
    """The thread that these articles make; they are not empty."""
    thread = thread_of(rows[0].weights, days(rows[0].at))
    for row in rows[1:]:
        thread = joined(thread, row.weights, days(row.at))
    return thread


def _free_slug(name: str) -> str:
    """The name's words where no other story has them, else with a few letters more."""
    slug = slugify(name)[:100].strip("-") or "berita"
    return f"{slug}-{opaque_id(4).lower()}" if Story.objects.filter(slug=slug).exists() else slug


def _rename(story: Story, size: int) -> None:
    """Only the name follows the headlines, and only until an editor has named it; the address stays."""
    if story.is_named or size not in RENAMED_AT:
        return
    headlines = list(_headlines(story))
    if headlines:
        name = name_of(headlines, story.weights, story.language)[:160]
        Story.objects.filter(pk=story.pk, is_named=False).update(name=name)


def _headlines(story: Story) -> Iterator[str]:
    yield from Gathered.objects.filter(story=story).order_by("-at").values_list("article__title", flat=True)[:30]


def _tell_of(placed: Placed, latest: Entry) -> None:
    """Note what is said in the articles that came, then have the pages pressed that show the story or lead to it."""
    others = [pk for pk in placed.article_ids if pk != latest.article_id]
    for entry in [latest, *(entries_of(others) if others else [])]:
        note_statements(entry)
    story = placed.story
    tags = {f"list:story:{story.pk}", *(f"story-of:{pk}" for pk in placed.article_ids)}
    if len(placed.article_ids) > 1:
        tags.add("list:stories")
    if Story.objects.values_list("name", flat=True).get(pk=story.pk) != story.name:
        tags.add(f"story:{story.pk}")
    press.changed(tags)


def story_tags(story: Story) -> set[str]:
    """Press tags of the pages that show a story or its name."""
    return {f"list:story:{story.pk}", f"story:{story.pk}", "list:stories"}
