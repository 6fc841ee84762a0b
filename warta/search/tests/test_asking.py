"""Questions, corrections, marks and arithmetic: values in, values out."""

from __future__ import annotations

import pytest

from warta.search import ranking
from warta.search.asking import LONGEST_TEXT, MOST_WORDS, question_of
from warta.search.highlighting import EXCERPT, Sought, excerpt, marked
from warta.search.spelling import correction_of

WORDS = {"presiden": 900, "gubernur": 500, "banjir": 400, "jakarta": 2000, "prediden": 1}


def correct(word: str) -> str:
    return correction_of(
        word,
        frequency=lambda other: WORDS.get(other, 0),
        beginning_with=lambda start: [(other, count) for other, count in WORDS.items() if other.startswith(start)],
    )


def sought(*words: str) -> Sought:
    question = question_of(" ".join(words))
    return Sought(
        frozenset(word.written for word in question.words), frozenset(s for w in question.words for s in w.stems)
    )


def test_words_that_only_join_are_not_required() -> None:
    question = question_of("Siapa presiden di Indonesia?")
    assert [word.written for word in question.required] == ["presiden", "indonesia"]


def test_a_question_of_such_words_alone_requires_them() -> None:
    assert [word.written for word in question_of("siapa itu").required] == ["siapa", "itu"]


def test_quotation_marks_make_a_phrase() -> None:
    assert question_of("berita “rumah sakit” baru").phrases == (("rumah", "sakit"),)


@pytest.mark.parametrize(
    "text",
    ["", " ", "(((", "AND OR NOT", '"', '""', "*foo", "?", "\x00", "title:x~9^3", "[a TO b]", "\u202e", "😀", "+-!&|"],
)
def test_signs_of_other_search_engines_are_no_syntax_here(text: str) -> None:
    assert all(word.written.isalnum() for word in question_of(text).words)


def test_a_long_question_is_cut_and_says_so() -> None:
    question = question_of(" ".join(f"kata{number}" for number in range(10_000)))
    assert len(question.words) <= MOST_WORDS
    assert len(question.text) <= LONGEST_TEXT
    assert question.was_cut


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("presidn", "presiden"),
        ("persiden", "presiden"),
        ("prediden", "presiden"),
        ("bajnir", "banjir"),
        ("jakartaa", "jakarta"),
        ("gubrnr", "gubernur"),
        ("presiden", ""),
        ("xq", ""),
        ("tidakadakatanya", ""),
        ("a" * 500, ""),
    ],
)
def test_a_slip_is_corrected_to_the_frequent_word_near_it(word: str, meant: str) -> None:
    assert correct(word) == meant


def test_every_form_of_a_sought_word_is_marked() -> None:
    pieces = marked("Pemain itu mempermainkan <b>bola</b>", sought("permainan"), "id")
    assert [text for text, is_marked in pieces if is_marked] == ["Pemain", "mempermainkan"]
    assert "".join(text for text, _ in pieces) == "Pemain itu mempermainkan <b>bola</b>"


def test_an_excerpt_shows_where_most_words_meet() -> None:
    text = (
        "Hujan turun. " + "Tidak ada apa-apa di sini. " * 60 + "Banjir dan hujan melanda Jakarta. " + "Selesai. " * 60
    )
    pieces = excerpt(text, sought("banjir", "hujan", "jakarta"), "id")
    shown = "".join(piece for piece, _ in pieces)
    assert {"Banjir", "hujan", "Jakarta"} <= {piece for piece, is_marked in pieces if is_marked}
    assert len(shown) <= EXCERPT + 10


def test_a_text_without_the_words_has_no_excerpt() -> None:
    assert excerpt("Tidak ada apa-apa.", sought("banjir"), "id") == []


@pytest.mark.parametrize("text", ["", "a", "banjir" * 20_000, "banjir " * 20_000, "中" * 1000, "\n" * 1000])
def test_an_excerpt_of_any_text_is_short(text: str) -> None:
    assert sum(len(piece) for piece, _ in excerpt(text, sought("banjir"), "id")) <= EXCERPT + 10


def test_the_newer_of_two_alike_comes_first_but_never_beats_a_much_better_one() -> None:
    assert ranking.with_recency(10.0, 0) > ranking.with_recency(10.0, 30) > ranking.with_recency(10.0, 3650)
    assert ranking.with_recency(10.0, 0) < ranking.with_recency(16.0, 36_500)


def test_an_article_from_the_future_is_as_new_as_one_of_now() -> None:
    assert ranking.with_recency(10.0, -5) == ranking.with_recency(10.0, 0)


def test_the_rarest_words_are_chosen_within_the_budget() -> None:
    assert ranking.rarest_within({"a": 5, "b": 50, "c": 500}, budget=60) == ["a", "b"]


def test_the_best_score_of_an_article_counts_once() -> None:
    assert ranking.best_of([(1, 2.0), (2, 3.0), (1, 4.0)]) == [(1, 4.0), (2, 3.0)]
