"""Vouchers come in checked and go out harmless."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from warta.campaigns.voucher_files import FORMULA_STARTS, WrongFile, csv_of, harmless, vouchers_in


@pytest.mark.parametrize(
    "data",
    [
        b"AAA-1\nBBB-2\n",
        b"AAA-1\r\nBBB-2\r\n",
        b"\xef\xbb\xbfcode\nAAA-1\nBBB-2",
        b"no;Kode;nilai\n1;AAA-1;100000\n2;BBB-2;100000\n",
        b'"voucher"\t"value"\n"AAA-1"\t"1"\n\n"BBB-2"\t"1"\n',
        b" AAA-1 ,x\n,\nBBB-2,y\n",
    ],
)
def test_codes_are_found_in_the_shapes_in_which_lists_come(data: bytes) -> None:
    vouchers = vouchers_in(data)

    assert vouchers.codes == ("AAA-1", "BBB-2")
    assert vouchers.troubles == ()


def test_doubles_and_what_is_no_code_are_left_out_with_their_line_and_without_the_code() -> None:
    vouchers = vouchers_in(b"code\nAAA-1\nAAA-1\n=HYPERLINK(1)\nab\nBBB-2\n")

    assert vouchers.codes == ("AAA-1", "BBB-2")
    assert [trouble.line for trouble in vouchers.troubles] == [3, 4, 5]
    assert "line 2" in vouchers.troubles[0].why
    assert "AAA" not in "".join(trouble.why for trouble in vouchers.troubles)


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"code\n", b"\xff\xfe\x00", b"PK\x03\x04\x00\x00", b"\xe9", b"x" * (5 * 1024 * 1024 + 1)]
)
def test_a_file_without_vouchers_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(WrongFile, match=r"\.$"):
        vouchers_in(data)


@given(some.binary(max_size=300))
def test_no_file_breaks_the_reading(data: bytes) -> None:
    try:
        vouchers = vouchers_in(data)
    except WrongFile:
        return
    assert len(set(vouchers.codes)) == len(vouchers.codes) > 0


@given(some.lists(some.lists(some.text(max_size=12), min_size=2, max_size=2), max_size=5))
def test_no_cell_of_an_export_begins_a_formula(rows: list[list[str]]) -> None:
    data = csv_of(["nama", "=1+1"], rows)

    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell.lstrip(" \u00a0").startswith(FORMULA_STARTS) for cell in row)


def test_what_is_harmless_stays_as_it_is() -> None:
    assert [harmless(value) for value in ("Budi", 100_000, "08-12", "a=b")] == ["Budi", "100000", "08-12", "a=b"]
    assert harmless(-5) == "'-5"
    assert harmless("  =cmd|' /C calc'!A0").startswith("'")
