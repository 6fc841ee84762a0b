"""Hashtags are found in any script, whole, and few enough to be stored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.reading.hashtags import LONGEST, MOST, hashtags_in, normalised


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("ikut #WartaBerhadiah dan #hemat_listrik!", ["wartaberhadiah", "hemat_listrik"]),
        ("#Jum'at", ["jum"]), ("a#b &#39; #123 # #_", []), ("＃満員 #Ünïted", ["満員", "ünïted"]), ("##dua", []),
        ("x.id/#bagian", []), ("(#kurung)", ["kurung"]), ("#a,#b", ["a", "b"]), ("#2024jaya", ["2024jaya"]),
    ],
)  # fmt: skip
def test_hashtags_are_found_whole(text: str, tags: list[str]) -> None:
    assert [found.tag for found in hashtags_in(text)] == tags


def test_equal_tags_meet_under_one_form() -> None:
    assert normalised("#CAFE\u0301") == normalised("café") == "café"


def test_a_tag_of_too_many_letters_is_none() -> None:
    assert hashtags_in("#" + "a" * (LONGEST + 1)) == []


def test_so_many_tags_are_found_and_no_more() -> None:
    assert len(hashtags_in("#a " * 1000)) == MOST


@given(st.text(alphabet=st.sampled_from("#＃aA_1é\u0301 .&/"), max_size=200))
def test_places_are_those_of_the_text_and_the_form_is_settled(text: str) -> None:
    for found in hashtags_in(text):
        assert text[found.start] in "#＃"
        assert normalised(found.tag) == found.tag


@pytest.mark.parametrize("piece", ["#", "#a", "a", "#a\u0301", "\u0301", "#_"])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    """What took the square of its length would keep this test for hours."""
    assert len(hashtags_in(piece * 50_000)) <= 50_000
