from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.readers.profile.identity_numbers import NotAnIdentityNumber, parsed
from warta.readers.profile.provinces import PROVINCES

TODAY = date(2026, 11, 22)
KNOWN = frozenset(PROVINCES)


def _parsed(digits: str) -> tuple[str, date]:
    number = parsed(digits, provinces=KNOWN, today=TODAY)
    return number.province, number.born


def test_a_mans_and_a_womans_number_tell_province_and_birth_date() -> None:
    assert _parsed("3173051204980003") == ("31", date(1998, 4, 12))
    assert _parsed("3404075204980001") == ("34", date(1998, 4, 12))
    assert _parsed("3404070101150001")[1] == date(2015, 1, 1)
    assert _parsed("3404070101270001")[1] == date(1927, 1, 1)


def test_a_leap_day_is_one_only_in_a_leap_year() -> None:
    assert _parsed("3404072902960001")[1] == date(1996, 2, 29)
    with pytest.raises(NotAnIdentityNumber, match="date"):
        _parsed("3404072902970001")


@pytest.mark.parametrize(
    ("digits", "wrong"),
    [
        ("", "length"), ("317305120498000", "length"), ("31730512049800031", "length"),
        ("317305120498000x", "length"), ("３１７３０５１２０４９８０００３", "length"), ("9973051204980003", "place"),
        ("3100051204980003", "place"), ("3173001204980003", "place"), ("3173051204980000", "end"),
        ("3173053204980003", "date"), ("3173057204980003", "date"), ("3173051213980003", "date"),
        ("3173050004980003", "date"), ("3173054004980003", "date"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_and_the_part_that_does_not_fit_is_named(digits: str, wrong: str) -> None:
    with pytest.raises(NotAnIdentityNumber, match=wrong):
        _parsed(digits)


@given(st.dates(date(1927, 1, 1), TODAY), st.sampled_from(sorted(KNOWN)), st.booleans())
def test_every_birth_date_is_read_back(born: date, province: str, is_woman: bool) -> None:
    day = born.day + (40 if is_woman else 0)
    assert _parsed(f"{province}0101{day:02}{born:%m%y}0001") == (province, born)


@given(st.text(max_size=20))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    with suppress(NotAnIdentityNumber):
        _parsed(text)
