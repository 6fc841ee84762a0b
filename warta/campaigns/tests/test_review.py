"""Clusters of entries that look like one person's."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as some

from warta.campaigns.review import MOST_SHARING, Cluster, Traits, clusters_of, likeness, signature_of

STORY = "Saya membaca Warta setiap pagi di kereta dari Bogor, dan tulisan tentang harga beras paling saya ingat"


def group(size: int, **traits: str) -> list[Traits]:
    return [Traits(f"e{number}", **traits) for number in range(size)]


def test_two_entries_with_one_contact_are_a_cluster() -> None:
    assert clusters_of(group(2, contact="c")) == [Cluster(("e0", "e1"), ("contact",))]


def test_a_household_that_shares_device_and_network_is_let_alone() -> None:
    assert clusters_of(group(4, device="d", network="n")) == []


def test_more_than_a_household_on_one_device_and_network_is_a_cluster() -> None:
    assert len(clusters_of(group(12, device="d", network="n"))[0].entries) == 12


def test_the_same_text_from_one_device_is_a_cluster_of_two() -> None:
    assert clusters_of(group(2, device="d", text=STORY))[0].shared == ("device", "text")


def test_neither_a_network_nor_a_text_nor_a_device_alone_makes_a_cluster() -> None:
    for traits in ({"network": "n"}, {"text": STORY}, {"device": "d"}):
        assert clusters_of(group(30, **traits)) == []


def test_a_whole_city_behind_one_gateway_is_no_cluster() -> None:
    assert clusters_of(group(MOST_SHARING + 1, network="gateway", text="Semangat!")) == []


def test_a_text_told_in_other_words_is_found_and_another_one_is_not() -> None:
    told_anew = STORY.replace("setiap pagi", "tiap pagi").upper()

    assert likeness(signature_of(STORY), signature_of(told_anew)) > 0.6
    assert (
        likeness(signature_of(STORY), signature_of("Jembatan di desa kami runtuh dan anak-anak menyeberang sungai"))
        < 0.2
    )


def test_links_hold_together_those_who_share_nothing_themselves() -> None:
    chain = [
        Traits("a", contact="1"),
        Traits("b", contact="1", device="d", text=STORY),
        Traits("c", device="d", text=STORY),
    ]

    assert clusters_of(chain)[0].entries == ("a", "b", "c")


@given(some.randoms())
def test_the_order_of_entries_changes_no_cluster(dice: random.Random) -> None:
    traits = [Traits(f"e{n}", contact=f"c{n // 3}", device=f"d{n % 4}", network="n") for n in range(12)]
    shuffled = dice.sample(traits, len(traits))

    def sets(given: list[Traits]) -> set[frozenset[str]]:
        return {frozenset(cluster.entries) for cluster in clusters_of(given)}

    assert sets(shuffled) == sets(traits)


def test_entries_without_any_trait_are_nobodys_cluster() -> None:
    assert clusters_of(group(5)) == []
    assert clusters_of([]) == []
