"""Watched words are found behind every disguise, and innocent words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.comments.reading.watch_words import MOST_FOUND, WatchList
from warta.search.indonesian import ROOTS_FILE

WATCHED = ["kontol", "asu", "anjing", "goblok*", "babi", "tai", "memek", "otak udang", "anal", "puki", "tetek"]
LIST = WatchList(WATCHED)


def words_in(text: str) -> list[str]:
    return [found.word for found in LIST.found_in(text)]


@pytest.mark.parametrize(
    "disguised",
    [
        "anjing",
        "ANJING!!",
        "4nj1ng",
        "@njing",
        "anj!ng",
        "a n j i n g",
        "a.n.j.i.n.g",
        "an-jing",
        "anjiiiing",
        "аnjіng",
        "ａｎｊｉｎｇ",
        "𝖆𝖓𝖏𝖎𝖓𝖌",
        "a\u200bn\u00adjing",
        "a\u0301njing",
        "an**ng",
        "anjing,kamu",
        "(anjing)",
        "anjing-anjing",
        "a_n_j_i_n_g",
        "ⓐⓝⓙⓘⓝⓖ",
        "a  n  j  i  n  g",
    ],
)
def test_a_watched_word_is_found_in_disguise(disguised: str) -> None:
    assert "anjing" in words_in(f"dasar {disguised} kamu")


@pytest.mark.parametrize(
    "innocent",
    [
        "kontolog",
        "asusila",
        "anjungan",
        "asuransi",
        "asumsi",
        "analisis",
        "babinsa",
        "taipan",
        "pertaian",
        "perangai",
        "kontrol",
        "tetekan",
        "kanal",
        "5 4 3 2 1",
        "A. S. Usman",
        "pukis",
        "santai",
        "https://contoh.id/a-b-c",
        "14.000",
        "mahasiswa",
        "babinya",
        "menganjingkan",
    ],
)
def test_an_innocent_word_is_left_alone(innocent: str) -> None:
    assert words_in(f"ini {innocent} saja") == []


def test_no_root_word_of_indonesian_is_taken_for_another_one() -> None:
    roots = {root for root in ROOTS_FILE.read_text(encoding="utf-8").split() if len(root) > 2}
    watched = [word for word in WATCHED if "*" not in word and " " not in word]
    found = {root for root in roots - set(watched) if WatchList(watched).found_in(root)}
    assert found == set()


def test_a_word_ends_where_it_says_so() -> None:
    assert words_in("gobloknya") == ["goblok*"]
    assert words_in("anjingnya") == []


def test_a_phrase_is_found_across_signs_and_spaces() -> None:
    text = "dasar OTAK  ud4ng!"
    (found,) = LIST.found_in(text)
    assert text[found.start : found.end] == "OTAK  ud4ng!"[: found.end - found.start]
    assert found.word == "otak udang"


def test_the_place_is_that_of_the_text_as_written() -> None:
    text = "Ah, g\u200bо\u0301blok semua"
    (found,) = LIST.found_in(text)
    assert text[found.start : found.end] == "g\u200bо\u0301blok"


@given(st.text(max_size=300))
def test_any_text_is_read_and_places_lie_in_it(text: str) -> None:
    for found in LIST.found_in(text):
        assert 0 <= found.start < found.end <= len(text)


@given(st.sampled_from(["anjing", "babi", "kontol"]), st.data())
def test_invisible_letters_hide_nothing(word: str, data: st.DataObject) -> None:
    hidden = "".join(
        letter + data.draw(st.sampled_from(["", "\u200b", "\u200d", "\u2060", "\u0336", "\ufe0f"])) for letter in word
    )
    assert words_in(f"kamu {hidden} ya") == [word]


@pytest.mark.parametrize("piece", ["a ", "a", "@", "*a", "a*", "4", "anj1ng ", "\u0301", "a.", "otak ", "ﷺ", "anjing!"])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    """What took the square of its length would keep this test for hours."""
    found = LIST.found_in(piece * (100_000 // len(piece)))
    assert len(found) <= MOST_FOUND


def test_many_watched_words_do_not_slow_it_down() -> None:
    many = WatchList(f"{word}{number}kata" for number in range(5000) for word in ("satu", "dua"))
    assert many.found_in("tidak ada apa-apa di sini " * 1000) == []
