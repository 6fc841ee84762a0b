"""How complete a profile is, and for whom. Nothing is opened for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from warta.readers import vault
from warta.readers.models import User
from warta.readers.profile.fields import BASIC, PARTS, Item, Part, items_named
from warta.readers.profile.requirements import Requirement, requirements_of


@dataclass(frozen=True)
class Completeness:
    """How many of the required items there are, and the names of those that are missing."""

    of: int
    missing: tuple[str, ...]

    @property
    def filled(self) -> int:
        return self.of - len(self.missing)

    @property
    def percent(self) -> int:
        return 100 * self.filled // self.of if self.of else 100

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def missing_labels(self) -> list[str | Promise]:
        return [item.label for item in items_named(self.missing)]


@dataclass(frozen=True)
class Wanted:
    """A requirement and how far this person meets it."""

    requirement: Requirement
    completeness: Completeness


def completeness(person: User, required: Iterable[str] = BASIC) -> Completeness:
    """Raises KeyError for a name that is not in fields.ITEMS."""
    return completeness_of(vault.kept_fields(person), required)


def completeness_of(kept: Mapping[str, bool], required: Iterable[str]) -> Completeness:
    """The same, of what `vault.kept_fields` said."""
    items = items_named(required)
    return Completeness(len(items), tuple(item.name for item in items if not _is_there(item, kept)))


def missing(person: User, required: Iterable[str] = BASIC) -> tuple[str, ...]:
    """The names of the required items that are not there yet. Raises KeyError for a name not in fields.ITEMS."""
    return completeness(person, required).missing


def wanted_of(person: User, kept: Mapping[str, bool]) -> list[Wanted]:
    """Who requires what of this person."""
    return [Wanted(wish, completeness_of(kept, wish.items)) for wish in requirements_of(person)]


def parts_for(kept: Mapping[str, bool], wishes: Iterable[Wanted]) -> list[Part]:
    """The parts to be shown: an identity number is asked for only where somebody requires it or it is kept already."""
    asked = {field for wish in wishes for item in items_named(wish.requirement.items) for field in item.fields}
    return [
        part
        for part in PARTS
        if not part.is_on_demand or any(field in asked or field.name in kept for field in part.fields)
    ]


def _is_there(item: Item, kept: Mapping[str, bool]) -> bool:
    if item.must_be_confirmed:
        return all(kept.get(field.name) for field in item.fields)
    return all(field.name in kept for field in item.fields)
