"""What the pages about sign-ins show, and what later judgement of a sign-in asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, Sum

from warta.readers.models import FeatureSum, OpenSession, OverallCount, OwnCount, SecurityEvent, SignIn, User
from warta.readers.sign_ins.features import FEATURES
from warta.readers.sign_ins.kinds import KINDS
from warta.readers.sign_ins.origin import Readable, opened_origins, table_of
from warta.readers.sign_ins.sessions import open_sessions_of
from warta.readers.sign_ins.words import device_words, hour_words, moment_words, place_words

LINES_PER_PAGE = 25


@dataclass(frozen=True)
class Line:
    """A line of the timeline: one event, or several failures in a row from one place."""

    public_id: str
    words: str
    tone: str
    at: datetime
    moment: str
    device: str
    place: str
    times: int
    is_disputable: bool
    is_disowned: bool


@dataclass(frozen=True)
class Timeline:
    """`older` is the number to go on from; 0 when there is nothing older."""

    lines: list[Line]
    older: int


@dataclass(frozen=True)
class Place:
    """Where the person is signed in."""

    public_id: str
    device: str
    place: str
    seen: str
    opened: str
    is_here: bool


@dataclass(frozen=True)
class Frequency:
    """How often a feature's value came, in the person's own sign-ins and in everybody's.

    `total` is N: sign-ins that told the feature; `distinct` how many values there were, `once` how many of those only
    once, from which M, the number of values not seen yet, is estimated.
    """

    own: int
    own_total: int
    own_distinct: int
    own_once: int
    overall: int
    total: int
    distinct: int
    once: int


def timeline_of(person: User, *, before: int = 0) -> Timeline:
    """A page of what happened to a person's account, the latest first; `before` is a page's `older`."""
    events = SecurityEvent.objects.filter(person=person).order_by("-id")
    if before:
        events = events.filter(id__lt=before)
    found = list(events[: LINES_PER_PAGE + 1])
    shown = found[:LINES_PER_PAGE]
    return Timeline(_lines(person, shown), shown[-1].pk if len(found) > LINES_PER_PAGE else 0)


def latest_lines(person: User, count: int = 3) -> list[Line]:
    """For the overview of an account."""
    return _lines(person, list(SecurityEvent.objects.filter(person=person).order_by("-id")[:count]))


def line_of(event: SecurityEvent) -> Line:
    """An event of a person's, by itself."""
    person = event.person
    return _line(event, opened_origins(person, table_of(SecurityEvent), [event.origin])[0] if person else Readable(), 1)


def event_words(event: SecurityEvent) -> str:
    """What happened, in the active language; a fact that the words name and nobody gave is left empty."""
    kind = KINDS.get(event.kind)
    return str(kind.words) % _Facts(event.facts) if kind else event.kind


def places_of(person: User, *, session_key: str | None) -> list[Place]:
    """Where the person is signed in, the present place first."""
    rows = list(open_sessions_of(person))
    origins = opened_origins(person, table_of(OpenSession), [row.origin for row in rows])
    places = [_place(row, origin, session_key) for row, origin in zip(rows, origins, strict=True)]
    return sorted(places, key=lambda place: not place.is_here)


def frequencies_of(sign_in: SignIn) -> dict[str, Frequency]:
    """For each feature that the sign-in tells: all that its odds are made of. Four look-ups, however long the history.

    A sign-in that was learned is counted in what it says; ask before it passes.
    """
    known = {name: value for name in FEATURES if (value := getattr(sign_in, name))}
    values, own = list(known.values()), OwnCount.objects.filter(person=sign_in.person_id)
    sums = own.values("feature").annotate(n=Sum("count"), kinds=Count("pk"), once=Count("pk", filter=Q(count=1)))
    own_sums = {row["feature"]: row for row in sums}
    own_counts = {(row.feature, row.value): row.count for row in own.filter(value__in=values)}
    overall = _overall_counts(known)
    totals = {row.feature: row for row in FeatureSum.objects.all()}
    return {
        name: _frequency(
            own_counts.get((name, value), 0), own_sums.get(name), overall.get((name, value), 0), totals.get(name)
        )
        for name, value in known.items()
    }


class _Facts(dict[str, str]):
    def __missing__(self, _name: str) -> str:
        return ""


def _lines(person: User, events: list[SecurityEvent]) -> list[Line]:
    origins = opened_origins(person, table_of(SecurityEvent), [event.origin for event in events])
    pairs = list(zip(events, origins, strict=True))
    return [_line(*group[0], len(group)) for _key, found in groupby(pairs, _alike) if (group := list(found))]


def _alike(pair: tuple[SecurityEvent, Readable]) -> Any:
    """Somebody who tries over and over is one line; everything else stands by itself."""
    event, origin = pair
    return (event.kind, origin) if event.kind in ("sign_in_failed", "second_factor_failed") else event.pk


def _line(event: SecurityEvent, origin: Readable, times: int) -> Line:
    kind = KINDS.get(event.kind)
    is_disowned = event.disowned_at is not None
    return Line(
        public_id=event.public_id, words=event_words(event), tone=kind.tone if kind else "plain", at=event.at,
        moment=moment_words(event.at), device=device_words(origin) if event.origin else "",
        place=place_words(origin), times=times, is_disowned=is_disowned,
        is_disputable=bool(kind and kind.is_disputable) and not is_disowned,
    )  # fmt: skip


def _place(row: OpenSession, origin: Readable, session_key: str | None) -> Place:
    return Place(
        row.public_id, device_words(origin), place_words(origin), hour_words(row.seen_at), hour_words(row.opened_at),
        row.session_key == session_key,
    )  # fmt: skip


def _overall_counts(known: dict[str, str]) -> dict[tuple[str, str], int]:
    wanted = Q()
    for name, value in known.items():
        wanted |= Q(feature=name, value=value)
    rows: Iterable[OverallCount] = OverallCount.objects.filter(wanted) if known else ()
    return {(row.feature, row.value): row.count for row in rows}


def _frequency(own: int, sums: Mapping[str, Any] | None, overall: int, row: FeatureSum | None) -> Frequency:
    return Frequency(
        own=own, own_total=sums["n"] if sums else 0, own_distinct=sums["kinds"] if sums else 0,
        own_once=sums["once"] if sums else 0, overall=overall, total=row.total if row else 0,
        distinct=row.distinct if row else 0, once=row.once if row else 0,
    )  # fmt: skip
