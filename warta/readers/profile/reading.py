"""What the pages of a profile show, put together: parts, their values covered or in words, who requires what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.views.decorators.debug import sensitive_variables

from warta.readers import vault
from warta.readers.models import User
from warta.readers.profile.fields import BASIC, CONTACT, EDITABLE, LABELS, Part, items_named
from warta.readers.profile.queries import Completeness, Wanted, completeness_of, parts_for, wanted_of
from warta.readers.profile.showing import covered, in_words, said_by_identity_number
from warta.readers.vault_fields import IDENTITY_NUMBER, PHONE, Field


@dataclass(frozen=True)
class Line:
    label: str | Promise
    value: str
    is_confirmed: bool | None  # None: nobody confirms such a value
    note: str = ""


@dataclass(frozen=True)
class ShownPart:
    part: Part
    lines: list[Line]
    address: str  # of its form; "" while there is none

    @property
    def is_empty(self) -> bool:
        return not any(line.value for line in self.lines)


@dataclass(frozen=True)
class ProfilePage:
    parts: list[ShownPart]
    wanted: list[Wanted]
    completeness: Completeness
    is_covered: bool
    closed: str = ""  # why values can't be shown

    @property
    def is_empty(self) -> bool:
        return all(shown.is_empty for shown in self.parts)


@sensitive_variables("values")
def profile_page(person: User, *, is_covered: bool) -> ProfilePage:
    kept = vault.kept_fields(person)
    wanted = wanted_of(person, kept)
    values: Mapping[Field, str] = {}
    closed = ""
    try:
        values = vault.own_values(person)
    except vault.VaultClosed as failure:
        closed = str(failure)
    parts = [_shown(part, values, kept, is_covered=is_covered) for part in parts_for(kept, wanted)]
    return ProfilePage(parts, wanted, completeness_of(kept, BASIC), is_covered, closed)


def edited_part(person: User, part: Part) -> dict[str, Any]:
    """The part, and who requires something that stands in it."""
    wanted = wanted_of(person, vault.kept_fields(person))
    asking = [
        wish.requirement
        for wish in wanted
        if any(field in part.fields for item in items_named(wish.requirement.items) for field in item.fields)
    ]
    return {"part": part, "asking": asking}


@sensitive_variables("values")
def _shown(part: Part, values: Mapping[Field, str], kept: Mapping[str, bool], *, is_covered: bool) -> ShownPart:
    show = covered if is_covered else in_words
    lines = [
        Line(
            LABELS[field],
            show(field, values.get(field, "")),
            kept.get(field.name) if field == PHONE else None,
            said_by_identity_number(values.get(field, "")) if field == IDENTITY_NUMBER and not is_covered else "",
        )
        for field in part.fields
    ]
    return ShownPart(part, lines, _address_of(part))


def _address_of(part: Part) -> str:
    if part.slug in EDITABLE:
        return reverse("account_profile_part", args=[part.slug])
    try:
        return reverse("account_phone") if part == CONTACT else ""
    except NoReverseMatch:
        return ""
