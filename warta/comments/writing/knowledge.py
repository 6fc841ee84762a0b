"""Gathers what the phases look at: few questions, and what is the same for everybody is kept for two seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from warta.articles.models import ArticlePage
from warta.comments.models import Comment, CommentRules, Policy, Standing, State, Suspension, WatchWord
from warta.comments.models.rules import ONLY_ROW
from warta.comments.reading.repeats import fingerprint, signed, unsigned
from warta.comments.reading.watch_words import WatchList
from warta.comments.standing import record_of
from warta.comments.writing.saying import has_link
from warta.comments.writing.scorer import verdict_on
from warta.comments.writing.situation import Earlier, Place, Situation, Suspended, Watching, Writer
from warta.lib.clock import now
from warta.readers.models import User

KEPT_FOR = timedelta(seconds=2)  # how late a process learns of new rules, words, and what others just wrote
EARLIER = 20  # of the author's own comments are looked at
OTHERS = 200  # of everybody's
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
    words = list(WatchWord.objects.values_list("word", "effect"))
    by_effect = {kind: WatchList(word for word, effect in words if effect == kind) for kind in WatchWord.Effect}
    return Watching(by_effect[WatchWord.Effect.HOLD], by_effect[WatchWord.Effect.REFUSE])


def _read_others() -> list[tuple[int | None, int]]:
    rows = Comment.objects.exclude(fingerprint=0).order_by("-pk").values_list("author_id", "fingerprint")
    return [(author, unsigned(stored)) for author, stored in rows[:OTHERS]]


rules_of_site = Kept(read_rules)
watching = Kept(_read_watching)
lately_written = Kept(_read_others)


def forget_kept() -> None:
    """For whoever just changed the rules, and for tests."""
    for kept in (rules_of_site, watching, lately_written):
        kept.forget()


def place_of(article_id: int) -> Place | None:
    """Where one wants to write; None if there is no such article."""
    row = (
        ArticlePage.objects.filter(pk=article_id)
        .values_list("live", "withdrawn_at", "first_published_at", "thread__policy", "thread__closes_at")
        .first()
    )
    if row is None:
        return None
    live, withdrawn_at, published_at, policy, closes_at = row
    return Place(article_id, live and withdrawn_at is None, published_at, policy or Policy.OPEN, closes_at)


def earlier_of(person: User, moment: datetime) -> list[Earlier]:
    """The author's newest comments of the last days, newest first."""
    rows = Comment.objects.filter(author=person).order_by("-pk").values_list(
        "pk", "thread_id", "fingerprint", "token", "written_at"
    )[:EARLIER]  # fmt: skip
    return [
        Earlier(pk, article_id, unsigned(stored), token, at)
        for pk, article_id, stored, token, at in rows
        if at > moment - LOOK_BACK and stored
    ]


def suspended_now(person: User, moment: datetime) -> Suspended | None:
    rows = Suspension.objects.filter(person=person, until__gt=moment, ended_at=None).order_by("-until")
    row = rows.values_list("until", "reason", "words").first()
    return Suspended(*row) if row else None


def situation_for(
    person: User, place: Place, text: str, *, earlier: list[Earlier], editing: int | None = None
) -> Situation:
    """Everything the pipeline asks, for a text that is tidied already."""
    rules, moment = rules_of_site.value(), now()
    writer = Writer(
        record=record_of(Standing.objects.filter(pk=person.pk).first()),
        published=_published_by(person, rules, text),
        earlier=earlier, suspended=suspended_now(person, moment), is_member=person.is_staff,
    )  # fmt: skip
    others = [stored for author, stored in lately_written.value() if author != person.pk]
    return Situation(
        text=text, moment=moment, rules=rules, place=place, writer=writer, watching=watching.value(), others=others,
        fingerprint=fingerprint(text), scored_by=verdict_on, editing=editing,
    )  # fmt: skip


def stored_fingerprint(seen: Situation) -> int:
    return signed(seen.fingerprint)


def _published_by(person: User, rules: CommentRules, text: str) -> int:
    """How many of theirs are public, counted no further than a rule looks; one where no rule asks."""
    if not rules.first_held and not has_link(text):
        return 1
    most = max(1, rules.first_held)
    return Comment.objects.filter(author=person, state=State.PUBLISHED)[:most].count()
