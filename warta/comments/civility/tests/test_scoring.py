"""What the scorer says of comments that a newsroom knows; that it says why; and that it never guesses."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warta.comments.civility.lexicon import lexicon_of, shipped_lexicon
from warta.comments.civility.model import BadModel, read_model
from warta.comments.civility.scoring import MOST_CHARACTERS, SHIPPED, Scorer, Unscored, scorer_from

SCORER = scorer_from(SHIPPED)


@pytest.mark.parametrize(
    "text",
    [
        "Harga BBM naik terus, rakyat kecil yang menderita! Menteri harus mundur!",
        "Kebijakan yang bodoh, tidak masuk akal.",
        "KENAPA SELALU BEGINI??? Sudah lima tahun jalan ini rusak!!!",
        "Jangan sebut orang lain goblok hanya karena beda pilihan.",
        "Saya memang bodoh soal pajak, tolong jelaskan.",
        "Pelaku pembunuhan itu harus dihukum berat.",
        "Anjing peliharaan saya sakit sejak banjir.",
        "Daging babi dan sapi naik menjelang hari raya.",
        "Terima kasih, Pak.",
        "gila, harga tiketnya mahal amat",
        "Pemerintah gagal total mengurus banjir, memalukan.",
        "What a stupid policy.",
        "The minister should resign, this is a disgrace.",
        "Koruptor dihukum ringan, rakyat yang rugi.",
        "",
    ],
)
def test_angry_but_civil_comments_pass(text: str) -> None:
    assert SCORER.score(text).label == "civil"


@pytest.mark.parametrize(
    "text",
    [
        "Goblok lu!",
        "dasar g0bl0k",
        "menterinya t o l o l semua",
        "kamu 4nj1ng",
        "otak lu di mana, bego",
        "GOBLOOOOK",
        "mati aja lu bangsat",
        "gоblоk lu",
        "you are a fucking idiot",
        "These people are scum",
        "dasar otak udang!",
        "b*ngsat lo",
        "bacot lu monyet",
    ],
)
def test_insults_are_seen_through_their_disguises(text: str) -> None:
    assert SCORER.score(text).label == "abusive"


def test_the_same_word_weighs_more_said_of_a_person_than_of_a_matter() -> None:
    assert SCORER.score("kamu bodoh").score > SCORER.score("kebijakan ini bodoh").score


def test_the_words_that_moved_it_stand_where_they_were_written() -> None:
    text = "Halo, dasar g\u200b0blok kamu"
    words = {text[span.start : span.end]: span.direction for span in SCORER.score(text).spans}
    assert words["g\u200b0blok"] == "up"


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gets_a_probability_and_places_within_it(text: str) -> None:
    verdict = SCORER.score(text)
    assert 0 <= verdict.score <= 1
    assert all(0 <= span.start < span.end <= len(text) for span in verdict.spans)


@pytest.mark.parametrize(
    "piece", ["a", "a ", "a.", "*a", "4a", "a'", "@a", "\u0301", "otak ", "ﷺ", "漢", "\ud800", "anj1ng"]
)
def test_hostile_texts_are_scored_or_said_not_to_be(piece: str) -> None:
    text = piece * (MOST_CHARACTERS // len(piece))
    with suppress(Unscored):
        assert 0 <= SCORER.score(text).score <= 1


def test_a_text_that_is_too_long_is_held() -> None:
    with pytest.raises(Unscored, match="longer than 10000 characters"):
        SCORER.score("a" * 100_000)


def test_an_overrun_is_said() -> None:
    with pytest.raises(Unscored, match="took longer"):
        Scorer(SCORER.model, limit_seconds=0).score("halo")


def test_a_failure_is_said_without_a_word_of_the_comment() -> None:
    with pytest.raises(Unscored, match=r"^failed: AttributeError$"):
        SCORER.score(_Unreadable("rahasia"))


def test_a_file_that_holds_no_model_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("model") / "civility.model"
    for content in (b"", b"not gzip", SHIPPED.read_bytes()[:1000]):
        path.write_bytes(content)
        with pytest.raises(BadModel):
            read_model(path)


def test_serving_loads_no_library_for_learning() -> None:
    look = "import sys; from warta.comments.civility.scoring import *; scorer_from(SHIPPED).score('a');"
    look += "print([name for name in ('numpy', 'scipy', 'sklearn', 'django') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_word_of_the_list_is_of_two_kinds() -> None:
    lexicon = shipped_lexicon()
    assert not set(lexicon.kind_of) & lexicon.innocent


def test_a_line_of_no_known_kind_is_named() -> None:
    with pytest.raises(ValueError, match="line 2"):
        lexicon_of("mild: bodoh\nworse: x")


class _Unreadable(str):
    __slots__ = ()

    def isascii(self) -> bool:
        raise AttributeError(str(self))
