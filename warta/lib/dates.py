"""Dates in the house style, in Indonesian and English, and Indonesian dates read out of running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Final = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
ZONES: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
SPOKEN_MONTHS: Final = {
    "jan": 1, "peb": 2, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8, "agt": 8,
    "sep": 9, "okt": 10, "nov": 11, "nop": 11, "des": 12,
    "januari": 1, "februari": 2, "pebruari": 2, "maret": 3, "april": 4, "juni": 6, "juli": 7, "agustus": 8,
    "september": 9, "sept": 9, "oktober": 10, "november": 11, "nopember": 11, "desember": 12,
}  # fmt: skip

_WEEKDAY = r"(?:Senin|Selasa|Rabu|Kamis|Jum['’]?at|Sabtu|Minggu|Ahad)"
_MONTH = "|".join(sorted(SPOKEN_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:\b{_WEEKDAY}\s*,?\s*)?"
    r"(?:\(?\s*\b(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})\b\s*\)?"
    rf"|\(?\s*\b(?P<spoken_day>\d{{1,2}})\s+(?P<spoken>{_MONTH})\.?\s+(?P<spoken_year>\d{{4}})\b\s*\)?)",
    re.IGNORECASE,
)


def short_date(day: date, language: str) -> str:
    """`Kamis (28/12/2017)`, `Thursday (28/12/2017)`."""
    return f"{_of(WEEKDAYS, language)[day.weekday()]} ({day.day:02}/{day.month:02}/{day.year})"


def long_date(day: date, language: str) -> str:
    """`Kamis, 28 Desember 2017`, `Thursday, 28 December 2017`."""
    return f"{_of(WEEKDAYS, language)[day.weekday()]}, {plain_date(day, language)}"


def plain_date(day: date, language: str) -> str:
    """`28 Desember 2017`, `28 December 2017`."""
    return f"{day.day} {_of(MONTHS, language)[day.month - 1]} {day.year}"


def clock_time(moment: datetime, language: str, zone: str) -> str:
    """`14.05 WIB`, `14:05 WIB`. The moment is aware; `zone` is a name such as Asia/Jakarta."""
    local = moment.astimezone(ZoneInfo(zone))
    between = "." if language == "id" else ":"
    return f"{local.hour:02}{between}{local.minute:02} {zone_name(local)}"


def date_and_time(moment: datetime, language: str, zone: str) -> str:
    """`Kamis, 28 Desember 2017, 14.05 WIB`, `Thursday, 28 December 2017, 14:05 WIB`. The moment is aware."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{long_date(local.date(), language)}, {clock_time(moment, language, zone)}"


def zone_name(local: datetime) -> str:
    """WIB, WITA, WIT, or another zone by its distance: GMT+2, GMT-3.30."""
    name = local.tzname() or ""
    if name in ZONES:
        return name
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"GMT{sign}{hours}" + (f".{rest:02}" if rest else "") if minutes else "GMT"


def date_in(text: str) -> date | None:
    """The first Indonesian date in a text, such as `Kamis (28/12/2017)` or `28 Desember 2017`; None without one."""
    found = dates_in(text)
    return found[0][2] if found else None


def dates_in(text: str) -> list[tuple[int, int, date]]:
    """Every date in a text with where it begins and ends, weekday and brackets included. 31/02 is no date."""
    found = []
    for match in _DATE.finditer(text):
        day = _date_of(match)
        if day:
            found.append((match.start(), match.start() + len(match[0].rstrip()), day))
    return found


def _date_of(match: re.Match[str]) -> date | None:
    if match["spoken"]:
        day, month, year = match["spoken_day"], SPOKEN_MONTHS[match["spoken"].lower()], match["spoken_year"]
    else:
        day, month, year = match["day"], int(match["month"]), match["year"]
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _of(names: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    return names["id" if language == "id" else "en"]
