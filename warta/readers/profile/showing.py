"""Values as a page shows them: in words, or so covered that their owner knows them and nobody else learns them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from warta.lib.clock import now
from warta.lib.dates import plain_date
from warta.readers.profile.identity_numbers import NotAnIdentityNumber, parsed
from warta.readers.profile.provinces import PROVINCES, province_name
from warta.readers.vault_fields import BIRTH_DATE, FULL_NAME, PHONE, PROVINCE, REGENCY, Field

DOT = "•"
LAST_DIGITS = 3  # enough to tell two numbers of one's own apart


def in_words(field: Field, value: str) -> str:
    if not value:
        return ""
    if field == BIRTH_DATE:
        return plain_date(date.fromisoformat(value), get_language() or "id")
    if field == PROVINCE:
        return str(province_name(value))
    return value


def covered(field: Field, value: str) -> str:
    """How it is shown before its owner asks to see it."""
    if not value:
        return ""
    if field == FULL_NAME:
        return " ".join(word[0] + DOT * 3 for word in value.split())
    if field == PHONE:
        return f"{value[:3]} {DOT * 4} {value[-LAST_DIGITS:]}"
    if field in (PROVINCE, REGENCY):
        return in_words(field, value)[:1] + DOT * 5
    return DOT * 8


def said_by_identity_number(digits: str) -> str:
    """What its digits say, in a sentence; "" when they say nothing."""
    today = now().date()
    try:
        number = parsed(digits, provinces=frozenset(PROVINCES), today=today)
    except NotAnIdentityNumber:
        return ""
    born = plain_date(number.born, get_language() or "id")
    words = _("Its digits say: born on %(date)s, first registered in %(province)s.")
    return words % {"date": born, "province": PROVINCES[number.province]}
