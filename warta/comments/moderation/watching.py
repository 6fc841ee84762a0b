"""Watch words: adding and removing them, and what one would have caught lately, before it is added."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.comments.models import Comment, WatchWord
from warta.comments.moderation.errors import Refused
from warta.comments.moderation.highlighting import Mark, Piece, pieces_of
from warta.comments.reading.watch_words import WatchList
from warta.lib.clock import now
from warta.readers.models import User

LOOK_BACK = timedelta(days=30)
MOST_LOOKED_AT = 10_000  # comments; at 60 µs each most of a second
MOST_SECONDS = 1.0  # of the processor, however long the comments are
MOST_SHOWN = 50
MOST_WORDS = 5_000


class WordRefused(Refused):
    """The word can't be watched for; the message says why."""


@dataclass(frozen=True)
class Catch:
    comment: Comment
    marks: tuple[Mark, ...]

    @property
    def pieces(self) -> list[Piece]:
        return pieces_of(self.comment.text, self.marks)


@dataclass(frozen=True)
class Preview:
    """What a word would have caught among the `looked_at` newest comments, back to `since`."""

    word: str
    looked_at: int
    since: datetime
    caught: int
    shown: tuple[Catch, ...]


def check_word(word: str) -> str:
    """The word, tidied. Raises WordRefused when nothing in it can be looked for."""
    tidied = " ".join(word.split())
    if not WatchList([tidied]).found_in(tidied.rstrip("*")):
        raise WordRefused(_("Nothing can be found by this: write a word or phrase with letters."))
    return tidied


def add_word(word: str, *, effect: str, note: str, by: User) -> WatchWord:
    """Watch for a word from now on. Raises WordRefused, also when it is watched already."""
    tidied = check_word(word)
    if WatchWord.objects.count() >= MOST_WORDS:
        raise WordRefused(_("There are too many words. Remove some that catch nothing."))
    try:
        with transaction.atomic():
            watched = WatchWord.objects.create(word=tidied, effect=effect, note=note, by=by)
            record("watch_word.added", actor=by.public_id, subject=f"watch_word:{watched.pk}", facts={"effect": effect})
    except IntegrityError:
        raise WordRefused(_("This word is watched already.")) from None
    return watched


def change_effect(watched: WatchWord, effect: str, *, by: User) -> bool:
    """Hold instead of refuse, or the other way round. Whether it changed. Safe to repeat."""
    with transaction.atomic():
        if not WatchWord.objects.filter(pk=watched.pk).exclude(effect=effect).update(effect=effect):
            return False
        record("watch_word.changed", actor=by.public_id, subject=f"watch_word:{watched.pk}", facts={"effect": effect})
    return True


def remove_word(pk: int, *, by: User) -> bool:
    """Watch for it no longer. Whether it was there. Safe to repeat."""
    with transaction.atomic():
        gone, _tables = WatchWord.objects.filter(pk=pk).delete()
        if gone:
            record("watch_word.removed", actor=by.public_id, subject=f"watch_word:{pk}")
    return bool(gone)


def preview_of(word: str) -> Preview:
    """Look through the newest comments of the last 30 days, as many as fit in a second. Raises WordRefused."""
    tidied = check_word(word)
    watch, oldest, began = WatchList([tidied]), now() - LOOK_BACK, time.thread_time()
    newest = Comment.objects.exclude(text="").order_by("-pk").select_related("author")
    looked_at, caught, since, shown = 0, 0, now(), list[Catch]()
    for comment in newest[:MOST_LOOKED_AT].iterator(chunk_size=500):
        if comment.written_at < oldest or time.thread_time() - began > MOST_SECONDS:
            break
        looked_at, since = looked_at + 1, comment.written_at
        found = watch.found_in(comment.text)
        caught += bool(found)
        if found and len(shown) < MOST_SHOWN:
            shown.append(Catch(comment, tuple(Mark(one.start, one.end, "watched") for one in found)))
    return Preview(tidied, looked_at, since, caught, tuple(shown))
