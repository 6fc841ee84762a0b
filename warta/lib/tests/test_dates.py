from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.lib.dates import clock_time, date_and_time, date_in, dates_in, long_date, plain_date, short_date

DAY = date(2017, 12, 28)
MOMENT = datetime(2017, 12, 28, 7, 5, tzinfo=UTC)


def test_dates_are_written_in_the_house_style() -> None:
    assert short_date(DAY, "id") == "Kamis (28/12/2017)"
    assert short_date(DAY, "en") == "Thursday (28/12/2017)"
    assert long_date(DAY, "id") == "Kamis, 28 Desember 2017"
    assert long_date(DAY, "en") == "Thursday, 28 December 2017"


def test_moments_are_written_in_the_zone_with_its_name() -> None:
    assert date_and_time(MOMENT, "id", "Asia/Jakarta") == "Kamis, 28 Desember 2017, 14.05 WIB"
    assert date_and_time(MOMENT, "en", "Asia/Jakarta") == "Thursday, 28 December 2017, 14:05 WIB"
    assert date_and_time(MOMENT, "id", "Asia/Makassar") == "Kamis, 28 Desember 2017, 15.05 WITA"
    assert date_and_time(MOMENT, "id", "Asia/Jayapura") == "Kamis, 28 Desember 2017, 16.05 WIT"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "07.05 GMT"),
        ("America/New_York", "02.05 GMT-5"),
        ("Asia/Kolkata", "12.35 GMT+5.30"),
        ("America/St_Johns", "03.35 GMT-3.30"),
    ],
)
def test_other_zones_are_named_by_their_distance(zone: str, shown: str) -> None:
    assert clock_time(MOMENT, "id", zone) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Kamis (28/12/2017)", "kamis, (28/12/2017),", "28 Desember 2017", "Kamis, 28 Desember 2017, 14.05 WIB",
        "pada 28/12/2017 lalu", "28-12-2017", "28.12.2017", "28 Des 2017", "28 DESEMBER 2017.", "(28/12/2017)",
    ],
)  # fmt: skip
def test_an_indonesian_date_is_found_in_text(text: str) -> None:
    assert date_in(text) == DAY


@pytest.mark.parametrize("text", ["", "Kamis", "28/12", "31/02/2017", "128/12/2017", "28 Desember", "3 Mei 20170"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert date_in(text) is None


def test_the_place_of_a_date_includes_its_weekday_and_brackets() -> None:
    text = "Dikutip dari The Independent, Kamis (28/12/2017), Jumat 1 Nopember 2019."
    assert [text[start:end] for start, end, _ in dates_in(text)] == ["Kamis (28/12/2017)", "Jumat 1 Nopember 2019"]


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_written_is_read_back(day: date) -> None:
    assert date_in(short_date(day, "id")) == date_in(long_date(day, "id")) == date_in(plain_date(day, "id")) == day
