"""A proof is good as it was made, and in no other way."""

from __future__ import annotations

import random
import sys
from typing import Any

import pytest

from warta.campaigns.draw.checking import WORDS, Verdict, report_of, verify
from warta.campaigns.draw.form import file_bytes
from warta.campaigns.draw.sealing import NotSealed
from warta.campaigns.tests.proofs import (
    CAMPAIGN,
    ROUNDS,
    entry,
    proof,
    respelled,
    seal,
    sealed_anew,
    settled_anew,
    single_changes,
)


def checked(bundle: dict[str, Any], **more: Any) -> Verdict:
    return verify(file_bytes(bundle), **more)


def codes_of(verdict: Verdict) -> set[str]:
    return {problem.code for problem in verdict.problems}


def test_a_proof_is_good_as_it_was_made() -> None:
    verdict = checked(proof())

    assert verdict.is_good
    assert verdict.facts["entries"] == 25
    assert verdict.facts["winners"] == 5


def test_a_seal_is_good_before_its_draw() -> None:
    assert checked(seal()).is_good


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 11, 12])
def test_lists_of_every_small_size_can_be_drawn(count: int) -> None:
    assert checked(proof(count, passings=min(count, 3))).is_good


def test_any_single_change_of_a_value_is_refused_with_words() -> None:
    for place, changed in single_changes(proof()):
        verdict = checked(changed)

        assert not verdict.is_good, place
        assert all(problem.code in WORDS for problem in verdict.problems), place


def test_any_single_change_of_a_seal_is_refused() -> None:
    for place, changed in single_changes(seal()):
        assert not checked(changed).is_good, place


def test_any_change_of_a_byte_is_refused() -> None:
    data, dice = file_bytes(proof()), random.Random(7)
    for place in dice.sample(range(len(data)), 600):
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)

        assert not verify(bytes(changed)).is_good, place


def test_another_spelling_of_the_same_values_is_refused() -> None:
    for place, data in respelled(file_bytes(proof())):
        assert not verify(data).is_good, place


@pytest.mark.parametrize(
    ("place", "change", "found"),
    [
        ("an entry replaced", lambda b: b["entries"].__setitem__(3, b["entries"][3][:-1] + "0"), "root"),
        ("an entry removed", lambda b: b["entries"].pop(3), "root"),
        ("the list in another order", lambda b: b["entries"].reverse(), "list"),
        ("a prize more", lambda b: b["rules"]["prizes"][1].update(quantity=5), "rules"),
        ("a reason later", lambda b: b["rules"]["disqualification"][0].update(until="2030-01-01T00:00:00Z"), "rules"),
        ("another round", lambda b: b["beacon"].update(round=32285085), "round"),
        ("another round's signature", lambda b: b["beacon"].update(signature=ROUNDS[32285085]), "signature"),
        ("two winners exchanged", lambda b: b["result"]["order"].reverse(), "order"),
        ("a holder replaced", lambda b: b["result"]["holders"][2].update(entry=b["result"]["order"][9]), "holders"),
        (
            "a reason that was not sealed",
            lambda b: b["result"]["passed_on"][0].update(reason="not-a-friend"),
            "passing",
        ),
        ("a reason too late", lambda b: b["result"]["passed_on"][0].update(at="2030-01-01T00:00:00Z"), "passing"),
        ("evidence rewritten", lambda b: b["result"]["passed_on"][0].update(evidence="lain"), "result"),
    ],
)
def test_what_is_wrong_is_said(place: str, change: Any, found: str) -> None:
    bundle = proof()
    change(bundle)

    assert found in codes_of(checked(bundle)), place


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda b: b["rules"].update(substitutes=2), "published"),
        (lambda b: b["seal"]["beacon"].update(round=32285085), "published"),
        (lambda b: b["seal"].update(software="warta 9"), "published"),
    ],
)
def test_whoever_writes_all_fingerprints_anew_is_found_by_the_published_one(change: Any, found: str) -> None:
    bundle = proof()
    published = bundle["seal_hash"]
    change(bundle)

    assert found in codes_of(checked(sealed_anew(bundle), published=published))


def test_skipping_a_winner_without_a_sealed_reason_is_found_though_all_fingerprints_fit() -> None:
    bundle = proof(passings=0)
    order, holders = bundle["result"]["order"], bundle["result"]["holders"]
    holders[1]["entry"] = order[5]

    assert codes_of(checked(settled_anew(bundle))) == {"holders"}


def test_a_seal_made_after_its_round_is_refused() -> None:
    bundle = proof()
    bundle["seal"]["sealed_at"] = "2026-09-17T15:23:43Z"

    assert "early" in codes_of(checked(sealed_anew(bundle)))


def test_an_entry_added_after_the_seal_is_found_by_the_root() -> None:
    bundle = proof()
    bundle["entries"] = sorted([*bundle["entries"], f"{'0' * 32}:{'1' * 64}"])

    assert {"root", "counts"} <= codes_of(checked(bundle))


def test_a_receipt_shows_its_holders_place() -> None:
    bundle = proof(passings=0)
    own = entry(4)

    verdict = checked(bundle, receipt=file_bytes(own.receipt(CAMPAIGN)))

    assert verdict.is_good
    assert verdict.facts["receipt_entry"] == [e[:32] for e in bundle["entries"]].index(own.code.hex()) + 1
    assert 1 <= int(verdict.facts["receipt_place"]) <= 25


def test_a_receipt_of_another_opening_account_or_campaign_is_not_taken() -> None:
    bundle, own = proof(), entry(4).receipt(CAMPAIGN)
    for name, value in (
        ("opening", "0" * 64),
        ("account", "0" * 32),
        ("campaign", "f" * 32),
        ("code", "0" * 32),
        ("format", "x"),
    ):
        assert "receipt" in codes_of(checked(bundle, receipt=file_bytes({**own, name: value}))), name
    assert "receipt" in codes_of(checked(bundle, receipt=b"not json"))


def test_without_the_library_the_signature_is_said_to_be_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = proof()
    monkeypatch.setitem(sys.modules, "py_arkworks_bls12381", None)

    verdict = checked(bundle)

    assert codes_of(verdict) == {"unchecked"}
    assert "pip install" in report_of(verdict)


@pytest.mark.parametrize(
    "changed",
    [
        {"prizes": []},
        {"substitutes": -1},
        {"window": {"closes": "2030-01-01T00:00:00Z", "opens": "2029-01-01T00:00:00Z"}},
    ],
)
def test_rules_that_nobody_could_keep_are_not_sealed(changed: dict[str, Any]) -> None:
    with pytest.raises(NotSealed):
        seal(**changed)


def test_prizes_that_nobody_is_left_for_lapse() -> None:
    bundle = proof(5, passings=2)

    assert [holder["entry"] for holder in bundle["result"]["holders"][:2]] == ["", ""]
    assert checked(bundle).is_good
