"""Who may take part: the fixed list of conditions. Values in, what is missing out; pure.

A condition is one line of `NEEDS`. Its name stands in rows and in sealed rules, so it stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Rules:
    """What a campaign asks for; `items` by their names in `readers.profile.fields.ITEMS`."""

    items: tuple[str, ...] = ()
    min_age: int = 0
    min_account_age_days: int = 0
    civility_at_least: int = 0

    @property
    def all_items(self) -> tuple[str, ...]:
        """The items, with the birth date wherever an age is asked for."""
        needs_birth_date = self.min_age > 0 and "birth_date" not in self.items
        return (*self.items, "birth_date") if needs_birth_date else self.items


@dataclass(frozen=True)
class Reader:
    """What is known of a reader. `civility` is the best of their standing comments, None where nobody scored any."""

    missing_items: frozenset[str] = field(default_factory=frozenset)
    born_on: date | None = None
    joined_at: datetime | None = None
    civility: int | None = None
    has_agreed: bool = False
    is_member: bool = False
    phone_is_used: bool = False


Rule = Callable[[Rules, Reader, datetime], bool]


def missing(rules: Rules, reader: Reader, *, at: datetime) -> tuple[str, ...]:
    """The names of the conditions that the reader does not meet at this moment, in the order of the list."""
    found = [name for name, lacks in NEEDS.items() if lacks(rules, reader, at)]
    items = [item for item in rules.all_items if item in reader.missing_items]
    place = found.index("agreement") + 1 if "agreement" in found else 0
    return (*found[:place], *items, *found[place:])


def age_on(day: date, born_on: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def old_enough_at(rules: Rules, joined_at: datetime) -> datetime:
    """When the account is as old as the campaign asks."""
    return joined_at + timedelta(days=rules.min_account_age_days)


def can_be_mended(names: tuple[str, ...]) -> bool:
    """Whether the reader can still come to take part by doing something or by waiting."""
    return not FINAL.intersection(names)


def _is_too_young(rules: Rules, reader: Reader, at: datetime) -> bool:
    """Without a birth date it is that which is missing."""
    return bool(rules.min_age and reader.born_on and age_on(at.date(), reader.born_on) < rules.min_age)


def _is_too_new(rules: Rules, reader: Reader, at: datetime) -> bool:
    return bool(reader.joined_at and rules.min_account_age_days and at < old_enough_at(rules, reader.joined_at))


def _is_not_civil(rules: Rules, reader: Reader, _at: datetime) -> bool:
    return rules.civility_at_least > 0 and (reader.civility is None or reader.civility < rules.civility_at_least)


NEEDS: dict[str, Rule] = {
    "not-member": lambda _rules, reader, _at: reader.is_member,
    "agreement": lambda _rules, reader, _at: not reader.has_agreed,
    "age": _is_too_young,
    "account-age": _is_too_new,
    "civility": _is_not_civil,
    "own-phone": lambda _rules, reader, _at: reader.phone_is_used,
}
FINAL = frozenset({"not-member", "age", "own-phone"})
