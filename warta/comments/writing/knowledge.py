"""Gathers what the phases look at: few questions, and what is the same for everybody is kept for two seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Generic, TypeVar

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, CommentRules, Policy, State, Suspension, WatchWord
from warta.comments.models.rules import ONLY_ROW
from warta.comments.reading.repeats import fingerprint, signed, unsigned
from warta.comments.reading.watch_words import WatchList
from warta.comments.weighing.trust import Record
from warta.comments.writing.saying import has_link
from warta.comments.writing.scorer import verdict_on
from warta.comments.writing.situation import Earlier, Place, Situation, Suspended, Watching, Writer
from warta.lib.clock import now
from warta.readers.models import User

KEPT_FOR = timedelta(seconds=2)  # how late a process learns of new rules, words, and what others just wrote
EARLIER = 20  # of the author's own comments are looked at
OTHERS = 100  # of everybody's
MOST_PLACES = 2_000  # articles about which something is kept
LOOK_BACK = timedelta(days=7)

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """A value that is read again when it is older than two seconds. May be shared by threads."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._kept: tuple[Value, datetime] | None = None

    def value(self) -> Value:
        kept, moment = self._kept, now()
        if kept is None or not timedelta() <= moment - kept[1] < KEPT_FOR:
            kept = self._kept = (self._read(), moment)
        return kept[0]

    def forget(self) -> None:
        self._kept = None


def read_rules() -> CommentRules:
    return CommentRules.objects.filter(pk=ONLY_ROW).first() or CommentRules(pk=ONLY_ROW)


def _read_watching() -> Watching:
    words = dict(WatchWord.objects.values_list("word", "effect"))
    refusing = frozenset(word for word, effect in words.items() if effect == WatchWord.Effect.REFUSE)
    return Watching(WatchList(words), refusing) if words else Watching()


def _read_suspended() -> dict[int, Suspended]:
    """Everybody who is suspended now; they are few, and asking for each writer costs more."""
    moment = now()
    rows = Suspension.objects.filter(until__gt=moment, ended_at=None).order_by("until")
    return {row.person_id: Suspended(row.until, row.reason, row.words) for row in rows}


def _read_others() -> list[tuple[int | None, int]]:
    rows = Comment.objects.exclude(fingerprint=0).order_by("-pk").values_list("author_id", "fingerprint")
    return [(author, unsigned(stored)) for author, stored in rows[:OTHERS]]


rules_of_site = Kept(read_rules)
watching = Kept(_read_watching)
lately_written = Kept(_read_others)
suspended = Kept(_read_suspended)
_places: dict[int, Kept[Place | None]] = {}


def forget_kept() -> None:
    """For whoever just changed the rules, and for tests."""
    for kept in (rules_of_site, watching, lately_written, suspended):
        kept.forget()
    _places.clear()


def place_of(article_id: int) -> Place | None:
    """Where one wants to write; None if there is no such article."""
    if article_id not in _places:
        if len(_places) >= MOST_PLACES:
            _places.clear()
        _places[article_id] = Kept(partial(_read_place, article_id))
    return _places[article_id].value()


def _read_place(article_id: int) -> Place | None:
    row = (
        ArticlePage.objects.filter(pk=article_id)
        .values_list("live", "withdrawn_at", "first_published_at", "thread__policy", "thread__closes_at")
        .first()
    )
    if row is None:
        return None
    live, withdrawn_at, published_at, policy, closes_at = row
    return Place(article_id, live and withdrawn_at is None, published_at, policy or Policy.OPEN, closes_at)


def written_by(person: User, moment: datetime) -> tuple[list[Earlier], Record]:
    """The author's newest comments of the last days, newest first, and what was decided about all of theirs.

    One question: about whoever has written nothing, nothing was decided.
    """
    rows = Comment.objects.filter(author=person).order_by("-pk").values_list(
        "pk", "thread_id", "fingerprint", "token", "written_at",
        "author__standing__approved", "author__standing__rejected", "author__standing__at",
    )[:EARLIER]  # fmt: skip
    found = list(rows)
    known = found[0][5:] if found and found[0][7] else (0.0, 0.0, moment)
    earlier = [
        Earlier(pk, article_id, unsigned(stored), token, at)
        for pk, article_id, stored, token, at, *_standing in found
        if at > moment - LOOK_BACK and stored
    ]
    return earlier, Record(*known)


def situation_for(
    person: User, place: Place, text: str, *, written: tuple[list[Earlier], Record], editing: int | None = None
) -> Situation:
    """Everything the pipeline asks, for a text that is tidied already."""
    rules, moment = rules_of_site.value(), now()
    writer = Writer(
        person_id=person.pk,
        record=written[1],
        published=_published_by(person, rules, text),
        earlier=written[0], suspended=_in_force(suspended.value().get(person.pk), moment), is_member=person.is_staff,
    )  # fmt: skip
    return Situation(
        text=text, moment=moment, rules=rules, place=place, writer=writer, watching=watching.value(),
        lately=lately_written.value(),
        fingerprint=fingerprint(text), scored_by=verdict_on, editing=editing,
    )  # fmt: skip


def _in_force(one: Suspended | None, moment: datetime) -> Suspended | None:
    return one if one and one.until > moment else None


def stored_fingerprint(seen: Situation) -> int:
    return signed(seen.fingerprint)


def _published_by(person: User, rules: CommentRules, text: str) -> int:
    """How many of theirs are public, counted no further than a rule looks; one where no rule asks."""
    if not rules.first_held and not has_link(text):
        return 1
    most = max(1, rules.first_held)
    return Comment.objects.filter(author=person, state=State.PUBLISHED)[:most].count()
