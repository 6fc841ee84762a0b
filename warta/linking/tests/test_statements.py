"""Who said what is taken from a text, or left out."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from warta.linking.statements import Statement, statements_in
from warta.linking.tests.statements.marked import judge, marked_texts


def only(text: str, language: str = "id") -> Statement:
    (statement,) = statements_in(text.split("\n"), language)
    return statement


def test_what_is_shown_is_right_nine_times_in_ten() -> None:
    whole = judge([*marked_texts("develop.txt"), *marked_texts("held_out.txt")])
    held_out = judge(marked_texts("held_out.txt"))
    assert whole.extractions >= 180
    assert whole.precision >= 0.9, whole.wrong
    assert held_out.precision >= 0.9, held_out.wrong
    assert whole.recall >= 0.75


def test_an_office_and_a_name_are_told_apart() -> None:
    said = only('"Kami siap berunding lagi," ujar Menteri Luar Negeri Rusia Anton Lavrinov, Kamis (28/12/2017).')
    assert (said.speaker, said.role) == ("Anton Lavrinov", "Menteri Luar Negeri Rusia")


def test_a_quotation_goes_on_behind_its_attribution() -> None:
    said = only('"Pintu tetap terbuka," kata Rahma Wijaya, Senin. "Kami menunggu jawaban."')
    assert said.words == "Pintu tetap terbuka. Kami menunggu jawaban." or said.words.startswith("Pintu tetap terbuka")
    assert said.words.endswith("Kami menunggu jawaban.")


def test_typographic_quotes_count_like_straight_ones() -> None:
    said = only("“Harga pasti turun bulan depan,” kata Rahma Wijaya.")
    assert said.is_quote
    assert said.words == "Harga pasti turun bulan depan."


def test_a_pronoun_means_the_last_who_spoke() -> None:
    first, second = statements_in(['"Kami siap dan kuat," kata Rahma Wijaya.', '"Besok kami mulai lagi," imbuhnya.'])
    assert second.speaker == first.speaker == "Rahma Wijaya"


def test_a_pronoun_behind_somebody_else_is_left_out() -> None:
    paragraphs = [
        '"Kami siap dan kuat," kata Rahma Wijaya.',
        "Sorenya Bupati Sleman Joko Darmanto menemui warga bersama Siti Aminah.",
        '"Besok kami mulai lagi," imbuhnya.',
    ]
    assert [said.speaker for said in statements_in(paragraphs)] == ["Rahma Wijaya"]


def test_a_denial_is_not_turned_into_its_opposite() -> None:
    assert statements_in(["Rahma Wijaya membantah bahwa perusahaannya menyuap pejabat itu."]) == []


def test_whoever_has_no_name_is_left_out() -> None:
    assert statements_in(['"Kami tidak tahu apa-apa," kata seorang warga.', "Menurut data, harga naik dua kali."]) == []


def test_words_in_quotation_marks_that_nobody_says_are_left_out() -> None:
    assert statements_in(['"Ombak di Ujung Senja" merupakan lagu penutup konser itu.']) == []


def test_unbalanced_quotation_marks_make_a_paragraph_say_nothing() -> None:
    assert statements_in(['"Kami siap dan kuat, kata Rahma Wijaya.', "Kami siap,” kata Rahma Wijaya."]) == []


def test_somebody_imitated_is_not_quoted() -> None:
    assert statements_in(['"Pulang saja kalian semua," kata Rahma Wijaya menirukan ucapan penjaga.']) == []


def test_english_attributions_are_read_in_english() -> None:
    said = only('"The gate was never locked," said Laura Mendez, the chief engineer.', "en")
    assert (said.speaker, said.role, said.verb) == ("Laura Mendez", "the chief engineer", "said")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kata",
        '"' * 1000,
        "(" * 1000,
        "中国外交部发言人说,“我们反对。”",
        "قال وزير الخارجية إن المحادثات ستستمر",
        "𝕬 \x00 \ud7ff ‮",
    ],
)
def test_hostile_texts_are_answered_with_nothing(text: str) -> None:
    assert statements_in([text]) == []


@pytest.mark.parametrize(
    "word", ['"Kami siap dan kuat," kata Rahma. ', "kata ", "Ketua ", "Budi ", "Ketua, ", '" ', "( ", ", kata "]
)
def test_a_text_ten_times_as_long_takes_about_ten_times_as_many_steps(word: str) -> None:
    assert steps_for(word * 5_000) < 15 * steps_for(word * 500)


def steps_for(text: str) -> int:
    """How many functions are called: the same on a busy machine."""
    steps = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal steps
        steps += event == "call"

    sys.setprofile(count)
    try:
        statements_in([text])
    finally:
        sys.setprofile(None)
    return steps
