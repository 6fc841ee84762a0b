"""Which articles are one running affair, and what it is called: values in, values out."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warta.linking.stories.gathering import (
    TERMS_KEPT,
    Text,
    best_thread,
    cosine,
    counts_of,
    joined,
    likeness,
    thread_of,
    unit,
    weights_of,
)
from warta.linking.stories.naming import name_of

# On a busy machine drawing takes long, and says nothing of what is tried.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
WEIGHTS = st.dictionaries(st.text("abcdef", min_size=3, max_size=5), st.floats(0.1, 50), min_size=1, max_size=45)


def weights_from(headline: str, text: str = "") -> dict[str, float]:
    counts = counts_of(Text(headline, "", [text], "id"))
    return weights_of(counts, articles=0, frequencies={})


LANDSLIDE = weights_from(
    "Longsor di Cibeber, Tiga Rumah Tertimbun", "Longsor menimbun tiga rumah di Cibeber setelah hujan deras semalaman."
)
NEXT_DAY = weights_from(
    "Korban Longsor Cibeber Ditemukan", "Tim penyelamat menemukan korban longsor di Cibeber yang tertimbun rumah."
)
FOOTBALL = weights_from(
    "Garuda Laut Menang di Kandang", "Klub Garuda Laut mengalahkan tamunya dengan dua gol tanpa balas di stadion."
)


def test_articles_of_one_affair_are_alike_and_others_are_not() -> None:
    assert best_thread(NEXT_DAY, 1.0, [(7, thread_of(LANDSLIDE, 0.0)), (8, thread_of(FOOTBALL, 0.0))]) is not None
    assert best_thread(FOOTBALL, 1.0, [(7, thread_of(LANDSLIDE, 0.0))]) is None


def test_the_most_alike_thread_is_joined_and_the_older_when_they_are_equally_so() -> None:
    threads = [(9, thread_of(LANDSLIDE, 0.0)), (7, thread_of(LANDSLIDE, 0.0)), (8, thread_of(FOOTBALL, 0.0))]
    found = best_thread(NEXT_DAY, 0.0, threads)
    assert found is not None
    assert found[0] == 7


def test_what_lies_a_month_apart_is_another_affair() -> None:
    assert best_thread(NEXT_DAY, 30.0, [(7, thread_of(LANDSLIDE, 0.0))]) is None
    assert likeness(NEXT_DAY, 1.0, thread_of(LANDSLIDE, 0.0)) > likeness(NEXT_DAY, 4.0, thread_of(LANDSLIDE, 0.0))


def test_a_text_of_a_few_words_waits() -> None:
    assert best_thread(weights_from("Longsor"), 0.0, [(7, thread_of(weights_from("Longsor"), 0.0))]) is None


def test_hostile_texts_have_weights_too() -> None:
    for text in ("", "a", "yang " * 1000, "中国外交部" * 200, "سلام عليكم " * 200, "\x00"):
        assert len(weights_from(text, text)) <= TERMS_KEPT


@PATIENT
@given(WEIGHTS, WEIGHTS)
def test_likeness_is_between_nought_and_one_and_the_same_both_ways(
    one: dict[str, float], other: dict[str, float]
) -> None:
    first, second = unit(one), unit(other)
    assert 0 <= cosine(first, second) <= 1.01
    assert abs(cosine(first, second) - cosine(second, first)) < 1e-9
    assert abs(cosine(first, first) - 1) < 0.02


@PATIENT
@given(WEIGHTS, WEIGHTS)
def test_a_thread_grows_by_one_and_stays_bounded(one: dict[str, float], other: dict[str, float]) -> None:
    grown = joined(thread_of(unit(one), 3.0), unit(other), 5.0)
    assert (grown.size, grown.first, grown.last) == (2, 3.0, 5.0)
    assert len(grown.weights) <= TERMS_KEPT


def test_a_story_is_called_by_the_words_its_headlines_share() -> None:
    headlines = ["Tiga Rumah Tertimbun Longsor di Cibeber", "Longsor di Cibeber, Korban Ditemukan"]
    assert name_of(headlines, {"longsor": 0.8, "cibeber": 0.8}, "id") == "Longsor di Cibeber"


def test_a_story_whose_headlines_share_nothing_has_the_most_typical_one() -> None:
    headlines = ["Rumah Warga Tertimbun", "Longsor Datang Tengah Malam"]
    assert name_of(headlines, {"longsor": 0.9}, "id") == "Longsor Datang Tengah Malam"


def test_a_headline_that_is_very_long_is_cut_between_words() -> None:
    name = name_of(["Kata " * 60, "Lain"], {"kata": 1.0}, "id")
    assert len(name) <= 71
    assert name.endswith("…")
