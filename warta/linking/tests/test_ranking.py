"""Which candidate best continues an article: values in, values out."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.linking.placing.places import gaps_in, nearest_gaps, places_for
from warta.linking.ranking.duplicates import is_same_text, resemblance, sketch_of
from warta.linking.ranking.features import Candidate, Subject
from warta.linking.ranking.profile import packed, profile_of, unpacked
from warta.linking.ranking.score import ranked
from warta.linking.ranking.text import Text, Words, names_in

HOUR = 3600.0
MORNING = 1_800_000_000.0


def rarity(terms: Iterable[str]) -> dict[str, float]:
    return {term: 1.0 if len(term) < 4 else 4.0 for term in terms}


def text(title: str, *paragraphs: str, section: str = "nasional", published: float = MORNING) -> Text:
    return Text(title=title, paragraphs=paragraphs, section=section, published=published)


def candidate(pk: int, of: Text) -> Candidate:
    words = Words(of)
    return Candidate(
        article_id=pk, profile=profile_of(words, rarity(words.terms)), published=of.published, section=of.section,
        place=of.place, editor=of.editor, topics=of.topics,
    )  # fmt: skip


def order(subject: Text, *others: Text) -> list[int]:
    candidates = [candidate(pk, other) for pk, other in enumerate(others, start=1)]
    return [one.candidate.article_id for one in ranked(Subject(subject, rarity), candidates, count=10)]


FLOOD = text("Banjir Merendam Tiga Desa di Kaliwungu", "Sungai Blorong meluap, kata Bupati Sri Lestari.")
FLOOD_BEFORE = text(
    "Sungai Blorong Meluap, Warga Kaliwungu Mengungsi", "Warga meninggalkan rumah ketika air naik.",
    published=MORNING - HOUR,
)  # fmt: skip
FOOTBALL = text("Garuda Laut Menang Dua Gol", "Klub itu memimpin klasemen.", published=MORNING - HOUR)


def test_the_running_story_comes_before_everything_else() -> None:
    assert order(FLOOD, FOOTBALL, FLOOD_BEFORE) == [2, 1]


def test_of_two_alike_the_newer_comes_first() -> None:
    last_month = text("Warga Mengungsi dari Kaliwungu: Sungai Blorong Meluap", "Rumah warga ditinggalkan.",
                      published=MORNING - 800 * HOUR)  # fmt: skip
    assert order(FLOOD, last_month, FLOOD_BEFORE) == [2, 1]


def test_what_its_desk_links_to_comes_before_what_is_as_alike() -> None:
    plain = candidate(1, FOOTBALL)
    found = ranked(Subject(FLOOD, rarity), [plain, replace(plain, article_id=2, linked=1.0)], count=10)
    assert found[0].candidate.article_id == 2


def test_a_report_that_newer_ones_have_overtaken_loses() -> None:
    newer = text("Sungai Blorong Meluap Lagi, Warga Kaliwungu Mengungsi", published=MORNING - 0.5 * HOUR)
    found = ranked(Subject(FLOOD, rarity), [candidate(1, FLOOD_BEFORE), candidate(2, newer)], count=10)
    overtaken = {one.candidate.article_id: one.features.newer for one in found}
    assert overtaken[1] > overtaken[2] == 0.0


def test_a_copy_of_the_article_or_of_a_better_one_is_left_out() -> None:
    long = " ".join(f"kata{number}" for number in range(300))
    subject = text("Banjir di Kaliwungu", long)
    copy = text("Banjir di Kaliwungu (2)", long + " tambahan", published=MORNING - HOUR)
    assert order(subject, copy, FLOOD_BEFORE) == [2]


def test_names_are_what_is_written_with_capitals_within_a_sentence() -> None:
    found = names_in(text("Semua Kata Besar", "Menurut Bupati Sri Lestari, warga Kaliwungu mengungsi. Banjir surut."))
    assert "bupati sri lestari" in " ".join(found)
    assert "kaliwungu" in found
    assert "banjir" not in found
    assert not any("semua" in name for name in found)


def test_what_two_articles_share_is_said_names_first() -> None:
    flood = text("Sungai Blorong Surut", "Warga pulang, kata Bupati Sri Lestari.")
    assert Subject(FLOOD, rarity).shared_with(candidate(1, flood))[0] == "bupati sri lestari"


HOSTILE = [
    text(""),
    text("a"),
    text("", "kata " * 100_000),
    text("新华社北京电", "国务院总理表示，经济继续增长。" * 50),
    text("أعلن الرئيس", "قال الرئيس إن الحكومة ستعمل."),
    text("sama sama sama", "sama " * 3000),
    text("\ud800\x00", "\u202e<script>"),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_ranked_like_any_other(hostile: Text) -> None:
    found = order(hostile, *HOSTILE, FLOOD)
    assert len(found) == len(set(found))
    assert order(FLOOD, *HOSTILE, FLOOD_BEFORE)[0] == len(HOSTILE) + 1


@given(st.text(max_size=300), st.text(max_size=900))
def test_a_packed_profile_is_the_same_when_unpacked(title: str, body: str) -> None:
    words = Words(text(title, body))
    profile = profile_of(words, rarity(words.terms))
    again = unpacked(packed(profile))
    assert again is not None
    assert list(again.terms) == list(profile.terms)
    assert [*again.title, *again.names, *again.sketch] == [*profile.title, *profile.names, *profile.sketch]
    assert all(abs(again.terms[term] - weight) < 0.02 for term, weight in profile.terms.items() if weight < 5)


def test_a_damaged_profile_is_none() -> None:
    whole = packed(candidate(1, FLOOD).profile)
    assert unpacked(whole[:-3]) is None
    assert unpacked(b"") is None
    assert unpacked(b"\xff" + whole[1:]) is None


def test_resemblance_is_near_the_share_of_runs() -> None:
    rng = random.Random(7)
    words = [f"w{rng.randrange(4000)}" for _ in range(1000)]
    half = words[:500] + [f"x{number}" for number in range(500)]
    assert abs(resemblance(sketch_of(words), sketch_of(half)) - 1 / 3) < 0.2
    assert is_same_text(sketch_of(words), sketch_of(words[:900]))
    assert not is_same_text(sketch_of(words[:5]), sketch_of(words[:5]))


KINDS = st.lists(st.sampled_from(["paragraph", "heading", "picture", "read_also"]), max_size=40)


@given(KINDS, st.integers(0, 3))
def test_a_place_is_always_between_two_paragraphs(kinds: list[str], count: int) -> None:
    places = places_for(count, kinds)
    assert len(places) <= count
    assert set(places) <= set(gaps_in(kinds))
    assert all(later - earlier >= 2 for earlier, later in pairwise(places))


def test_two_links_are_spread_over_the_text() -> None:
    assert places_for(2, ["paragraph"] * 9) == [3, 6]
    assert places_for(2, ["paragraph"] * 2) == []
    assert places_for(1, ["paragraph", "paragraph", "picture", "paragraph", "heading", "paragraph"]) == []


def test_links_find_the_nearest_gaps_when_the_text_has_changed() -> None:
    assert nearest_gaps([3, 6], [2, 3, 4]) == {3: 0}
    assert nearest_gaps([3, 6], [2, 5, 6]) == {2: 0, 6: 1}
    assert nearest_gaps([3], []) == {}
