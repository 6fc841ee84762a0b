"""Reads single fields of foreign JSON into sound values: text without what no text may hold, times with a zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from warta.lib.text import cut, sound, tidy, tidy_lines

# The first newspaper of the Indies is of 1744; a date before it, or a century ahead, is a slip.
EARLIEST_YEAR = 1700
LATEST_YEAR = 2200


class BadLine(Exception):
    """The line can't become an article. The message is one sentence that says why."""


class Reader:
    """The fields of one JSON object. What was changed to fit is noted in `notes`."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.notes: list[str] = []

    def note(self, words: str) -> None:
        if words:
            self.notes.append(words)

    def raw(self, name: str) -> Any:
        return self.fields.get(name)

    def raw_text(self, name: str) -> str:
        """Text as it stands, such as an address."""
        value = self.raw(name)
        return str(sound(value)).strip() if isinstance(value, str) else ""

    def text(self, name: str) -> str:
        """One tidy line; numbers count as text, anything else as nothing."""
        value = self.raw(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return tidy(str(value))
        return ""

    def lines(self, name: str) -> str:
        value = self.raw(name)
        return tidy_lines(value) if isinstance(value, str) else ""

    def headline(self, name: str, most: int) -> str:
        """Raises BadLine when there is none."""
        if not self.text(name):
            raise BadLine(_("It has no %(name)s.") % {"name": name})
        return self.shortened(name, most)

    def shortened(self, name: str, most: int) -> str:
        text = self.text(name)
        if len(text) <= most:
            return text
        self.note(_("Its %(name)s was longer than %(most)d characters and was cut.") % {"name": name, "most": most})
        return cut(text, most)

    def choice(self, name: str, options: Sequence[str], default: str) -> str:
        value = self.text(name)
        return value if value in options else default

    def items(self, name: str) -> list[Any]:
        value = self.raw(name)
        if value in (None, ""):
            return []
        return value if isinstance(value, list) else [value]

    def texts(self, name: str) -> Iterable[str]:
        given = (Reader({"item": item}).text("item") for item in self.items(name))
        return [text for text in given if text]

    def text_or_texts(self, name: str) -> str:
        return ", ".join(self.texts(name))


def moment(value: Any, *, name: str) -> tuple[datetime, str]:
    """An aware time, and a note when the zone had to be assumed. Raises BadLine."""
    found = _parsed(value)
    if found is None:
        raise BadLine(_("Its %(name)s is no date.") % {"name": name})
    note = ""
    if found.tzinfo is None:
        found = timezone.make_aware(found)
        note = _("Its %(name)s has no time zone; the site's was assumed.") % {"name": name}
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise BadLine(_("Its %(name)s lies in the year %(year)d.") % {"name": name, "year": found.year})
    return found.astimezone(UTC), note


def _parsed(value: Any) -> datetime | None:
    if not isinstance(value, str) or len(value) > 64:
        return None
    text = value.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


_BETWEEN = re.compile(r"\s*(?:,|;|\s/\s|\s&\s|\bdan\b|\band\b)\s*", re.IGNORECASE)
_BY = re.compile(r"^(?:oleh|by|penulis)\s*:?\s+", re.IGNORECASE)
# What stands before a name and says what its bearer does.
_ROLE = re.compile(r"^(?:kontributor|reporter|koresponden|wartawan|correspondent|contributor)\b", re.IGNORECASE)
# S.H., M.Si, Ph.D: belongs to the name before it.
_DEGREE = re.compile(r"^(?:[A-Z][A-Za-z]{0,4}\.)+(?:[A-Z][A-Za-z]{0,4}\.?)*$")


def person_names(text: str) -> list[tuple[str, str]]:
    """Names and roles out of a byline such as "A, B dan C" or "Kontributor Solo, A"."""
    people: list[tuple[str, str]] = []
    role = ""
    for part in filter(None, _BETWEEN.split(_BY.sub("", text))):
        if _DEGREE.match(part) and people:
            people[-1] = (f"{people[-1][0]}, {part}", people[-1][1])
        elif _ROLE.match(part):
            role = part
        else:
            people.append((part, role))
            role = ""
    return people or ([(role, "")] if role else [])
