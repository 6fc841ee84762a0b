"""What others require of a profile: a port that the rooms above fill, so that each page can say who wants what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warta.lib.ports import Port
from warta.readers.models import User


@dataclass(frozen=True)
class Requirement:
    """`title` and `address` of who requires it, for the reader's eyes; `items` by their names in fields.ITEMS."""

    title: str
    address: str
    items: tuple[str, ...]


def _nothing(person: User) -> Iterable[Requirement]:
    return ()


# What is open to this person now, or theirs to claim, and what it requires of their profile.
requirements_of: Port[[User], Iterable[Requirement]] = Port("readers.profile_requirements", default=_nothing)
