"""Dates and times in the site's languages, in house style. Pure: values and a language code in, words out."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

WEEKDAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def weekday_of(day: date, language: str) -> str:
    return WEEKDAYS[language][day.weekday()]


def month_of(day: date, language: str) -> str:
    return f"{MONTHS[language][day.month - 1]} {day.year}"


def house_day(day: date, language: str) -> str:
    """As a lead sentence says it: "Kamis (28/12/2017)", "Thursday (28 December 2017)"."""
    if language == "id":
        return f"{weekday_of(day, language)} ({day.day:02}/{day.month:02}/{day.year})"
    return f"{weekday_of(day, language)} ({short_day(day, language)})"


def short_day(day: date, language: str) -> str:
    """28 Desember 2017."""
    return f"{day.day} {month_of(day, language)}"


def full_day(day: date, language: str) -> str:
    """Kamis, 28 Desember 2017."""
    return f"{weekday_of(day, language)}, {short_day(day, language)}"


def clock_time(moment: datetime, language: str, zone: tzinfo) -> str:
    """10.30 in Indonesian, 10:30 in English."""
    local = moment.astimezone(zone)
    return f"{local.hour:02}{'.' if language == 'id' else ':'}{local.minute:02}"


def full_moment(moment: datetime, language: str, zone: tzinfo) -> str:
    """Kamis, 28 Desember 2017, 10.30 WIB."""
    local = moment.astimezone(zone)
    return f"{full_day(local.date(), language)}, {clock_time(moment, language, zone)} {local.tzname()}"
