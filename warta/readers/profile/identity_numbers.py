"""Indonesian identity numbers (NIK): what their sixteen digits say. Values in, values out.

Two digits each: province, regency, district; then day, month and year of birth, a woman's day with 40 added; then four
that tell apart who shares the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DIGITS = 16
WOMANS_DAY = 40


@dataclass(frozen=True)
class IdentityNumber:
    province: str
    born: date


class NotAnIdentityNumber(ValueError):
    """`args[0]` says what does not fit: "length", "place", "date" or "end"."""


def parsed(digits: str, *, provinces: frozenset[str], today: date) -> IdentityNumber:
    """Raises NotAnIdentityNumber. The year is the latest of its two digits in which a holder can be born by now."""
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise NotAnIdentityNumber("length")
    if digits[:2] not in provinces or digits[2:4] == "00" or digits[4:6] == "00":
        raise NotAnIdentityNumber("place")
    if digits[12:] == "0000":
        raise NotAnIdentityNumber("end")
    return IdentityNumber(digits[:2], _born(digits[6:12], today))


def _born(digits: str, today: date) -> date:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day -= WOMANS_DAY if day > WOMANS_DAY else 0
    century = today.year // 100 * 100
    for base in (century, century - 100):
        try:
            born = date(base + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    raise NotAnIdentityNumber("date")
