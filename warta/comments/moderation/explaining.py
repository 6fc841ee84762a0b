"""Which words of a comment moved its civility, and which are watched: asked when a moderator looks, never stored."""

from __future__ import annotations

from collections.abc import Iterable

from warta.comments.civility.scoring import Unscored
from warta.comments.models import Comment, WatchWord
from warta.comments.moderation.highlighting import Mark
from warta.comments.reading.watch_words import WatchList
from warta.comments.writing.scorer import scorer_in_use


def marks_of(comments: Iterable[Comment]) -> dict[int, list[Mark]]:
    """For each comment its marks, watched words first. A comment that can't be scored has none of the scorer."""
    watch = WatchList(WatchWord.objects.values_list("word", flat=True))
    return {row.pk: [*_watched(watch, row.text), *_moved(row.text)] for row in comments}


def _watched(watch: WatchList, text: str) -> list[Mark]:
    return [Mark(found.start, found.end, "watched") for found in watch.found_in(text)]


def _moved(text: str) -> list[Mark]:
    try:
        spans = scorer_in_use().score(text).spans
    except Unscored:
        return []
    return [Mark(span.start, span.end, span.direction) for span in spans]
