"""Letters are read as they look, words as they are meant, and every place is one of the written text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.civility.scoring import shipped_spelling
from warta.comments.reading.letters import folded


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ＧＯＢＬＯＫ", "goblok"),
        ("gоblоk", "goblok"),
        ("g\u200bo\u0301b𝓵𝓸𝓴", "goblok"),
        ("🅶🄾", "go"),
        ("ﬃ", "ffi"),
        ("É", "e"),
    ],
)
def test_letters_are_read_as_they_look(written: str, seen: str) -> None:
    assert folded(written).text == seen


@given(st.text(max_size=200))
def test_each_letter_knows_where_it_came_from(text: str) -> None:
    seen = folded(text)
    assert len(seen.places) == len(seen.text) + 1
    assert list(seen.places) == sorted(seen.places)
    assert seen.places[-1] == len(text)


@given(st.text(max_size=200))
def test_words_lie_in_the_text_one_after_the_other(text: str) -> None:
    end = 0
    for word in shipped_spelling().words_of(text):
        assert end <= word.start < word.end <= len(text)
        end = word.start


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("g0blok", ["goblok"]),
        ("GOBLOOOK", ["goblok"]),
        ("t o l o l", ["tolol"]),
        ("4nj1ng", ["anjing"]),
        ("bgst", ["bangsat"]),
        ("b*go", ["bego"]),
        ("bego!dasar", ["bego", "dasar"]),
        ("ditololi2nya", ["ditololi2nya"]),
        ("sebegonya", ["bego"]),
        ("2019", ["2019"]),
        ("5jt", ["5jt"]),
        ("kontolog", ["kontolog"]),
        ("asuransi", ["asuransi"]),
        ("https://contoh.id/goblok", []),
        ("@seseorang", []),
    ],
)
def test_words_are_read_as_they_are_meant(written: str, meant: list[str]) -> None:
    assert [word.text for word in shipped_spelling().words_of(written)] == meant
