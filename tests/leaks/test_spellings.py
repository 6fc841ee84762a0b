"""The search for leaks finds what it is to find."""

from __future__ import annotations

import base64
import json

import pytest

from tests.leaks.spellings import based, spellings

NAME, PHONE = 'Ratna "Ria" Kusumaningrum & Anak', "+6281398761234"


def _is_found(value: str, somewhere: bytes) -> bool:
    return any(form in somewhere for form in spellings(value))


@pytest.mark.parametrize("before", range(6))
@pytest.mark.parametrize("after", range(4))
def test_base64_is_found_wherever_the_value_begins_and_ends(before: int, after: int) -> None:
    coded = base64.b64encode(b"\xf3" * before + NAME.encode() + b"\x9d" * after)
    assert any(form in coded for form in based(NAME.encode()))


@pytest.mark.parametrize(
    "somewhere",
    [
        b"name=Ratna%20%22Ria%22%20Kusumaningrum%20%26%20Anak", b"name=Ratna+%22Ria%22+Kusumaningrum+%26+Anak",
        b"<b>Ratna &quot;Ria&quot; Kusumaningrum &amp; Anak</b>", json.dumps({"n": NAME}).encode(),
        NAME.upper().encode(),
        NAME.encode("utf-16"), NAME.encode().hex().encode(), NAME.encode().hex().upper().encode(),
    ],
)  # fmt: skip
def test_a_name_is_found_in_what_programs_make_of_it(somewhere: bytes) -> None:
    assert _is_found(NAME, somewhere)


@pytest.mark.parametrize(
    "somewhere",
    ["081398761234", "0813 9876 1234", "0813-9876-1234", "+62 813 9876 1234", "81398761234", "432167893180",
     "tel:%2B6281398761234", "6281398761234"],
)  # fmt: skip
def test_a_phone_is_found_as_people_write_it(somewhere: str) -> None:
    assert _is_found(PHONE, somewhere.encode())


def test_what_is_not_there_is_not_found() -> None:
    assert not _is_found(NAME, b"Ratna wrote about Ria " * 50)
    assert not _is_found(PHONE, b"+6281398761235")
