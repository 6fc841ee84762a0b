"""A text is recognised when it comes again, dressed otherwise or changed a little, and others are not taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.reading.repeats import bare, fingerprint, is_repeat, signed, unsigned

TEXT = (
    "Harga beras naik lagi bulan ini, padahal panen sudah selesai dan gudang katanya penuh. "
    "Mohon dijelaskan ke mana berasnya pergi, kami hanya ingin tahu."
)


@pytest.mark.parametrize(
    "again",
    [
        TEXT.upper(),
        TEXT.replace(" ", "  "),
        TEXT.replace("a", "а"),
        TEXT + " !!!",
        TEXT + " bro",
        TEXT.replace("lagi ", ""),
        TEXT.replace("e", "e\u200b"),
    ],
)
def test_a_text_that_comes_again_is_recognised(again: str) -> None:
    assert is_repeat(TEXT, again)


@pytest.mark.parametrize(
    "other",
    [
        "Jalan di depan sekolah rusak lagi, padahal baru diperbaiki. Mohon dijelaskan siapa yang mengerjakannya dulu.",
        "Setuju.",
        "",
        "Harga beras naik lagi.",
    ],
)
def test_another_text_is_not(other: str) -> None:
    assert not is_repeat(TEXT, other)


def test_a_short_text_is_a_repetition_only_of_the_very_same() -> None:
    assert is_repeat("Setuju!", "setuju")
    assert not is_repeat("Setuju", "Setujuu banget")
    assert not is_repeat("!!!", "???")


@given(st.text(max_size=300))
def test_a_fingerprint_is_the_same_however_the_text_is_spaced(text: str) -> None:
    assert fingerprint(text) == fingerprint(bare(text))
    assert unsigned(signed(fingerprint(text))) == fingerprint(text)
    assert -(2**63) <= signed(fingerprint(text)) < 2**63
