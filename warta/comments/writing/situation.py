"""Everything that the phases look at, as values: they ask no database and no clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from warta.comments.civility.scoring import Verdict
from warta.comments.models import CommentRules, Policy
from warta.comments.reading.watch_words import Watched, WatchList
from warta.comments.weighing.trust import Record


@dataclass(frozen=True)
class Place:
    """Where somebody wants to write."""

    article_id: int
    is_public: bool
    published_at: datetime | None
    policy: str = Policy.OPEN
    closes_at: datetime | None = None

    def closes(self, rules: CommentRules) -> datetime | None:
        """The article's own date, else so many days after its publication."""
        if self.closes_at or rules.closes_after_days is None or self.published_at is None:
            return self.closes_at
        return self.published_at + timedelta(days=rules.closes_after_days)

    def is_open(self, rules: CommentRules, moment: datetime) -> bool:
        closes = self.closes(rules)
        return self.is_public and self.policy != Policy.CLOSED and (closes is None or moment < closes)


@dataclass(frozen=True)
class Earlier:
    """A comment that its author wrote lately."""

    comment_id: int
    article_id: int
    fingerprint: int
    token: str | None
    written_at: datetime


@dataclass(frozen=True)
class Suspended:
    until: datetime
    reason: str
    words: str


@dataclass(frozen=True)
class Writer:
    """What is known of the author. `published` counts their published comments as far as a rule asks for them."""

    person_id: int
    record: Record
    published: int
    earlier: Sequence[Earlier] = ()
    suspended: Suspended | None = None
    is_member: bool = False


@dataclass(frozen=True)
class Watching:
    """All watched words, and which of them refuse; no list at all where nothing is watched."""

    words: WatchList | None = None
    refusing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Situation:
    """`lately` says who wrote what lately, as fingerprints; `scored_by` answers None where it can't say."""

    text: str
    moment: datetime
    rules: CommentRules
    place: Place
    writer: Writer
    watching: Watching
    lately: Sequence[tuple[int | None, int]]
    fingerprint: int
    scored_by: Callable[[str], Verdict | None]
    editing: int | None = None  # the comment that is being edited is no repetition of itself

    @cached_property
    def verdict(self) -> Verdict | None:
        """Asked once; None: it can't be said how civil it is."""
        return self.scored_by(self.text)

    @cached_property
    def watched(self) -> list[Watched]:
        """The watched words in the text."""
        return self.watching.words.found_in(self.text) if self.watching.words else []
