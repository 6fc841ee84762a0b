"""Everything that is kept about a person, asked of each room. Rooms above join their sources in project/wiring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from warta.readers.models import User

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """What one room holds. `gather` gives rows of plain values under lasting English names, never another's data.

    `name` is the file's name in the download (letters, digits, hyphens); `labels` say in words what a name means.
    """

    name: str
    title: str | Promise
    gather: Callable[[User], Iterable[Row]]
    labels: Mapping[str, str | Promise] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    source: Source
    rows: list[Row]


SOURCES: list[Source] = []


def tells(source: Source) -> None:
    """Let a source take part in every download; the same name again replaces it."""
    SOURCES[:] = [*(one for one in SOURCES if one.name != source.name), source]


def gathered(person: User) -> list[Part]:
    """What every source holds of the person, in the order in which they joined. Raises what a source raises."""
    return [Part(source, list(source.gather(person))) for source in SOURCES]
