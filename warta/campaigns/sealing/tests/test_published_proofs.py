"""The proof that the whole way through the database makes: both verifiers refuse each single change of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.form import file_bytes, opened
from warta.campaigns.models import DrawResult, Seal, Win, WinState
from warta.campaigns.prizes.locking import locked_campaign
from warta.campaigns.prizes.passing import pass_on
from warta.campaigns.sealing.approving import approve_draw
from warta.campaigns.sealing.comparing import differences
from warta.campaigns.sealing.drawing import draw_due
from warta.campaigns.sealing.passing import publish_passings
from warta.campaigns.sealing.publishing import published_proof, published_seal
from warta.campaigns.sealing.tests.cast import DRAWN_AT, FITRI, GITA, drawn_with, sealed_with
from warta.campaigns.tests.proofs import ROUND, ROUNDS, single_changes
from warta.campaigns.tests.test_beacon import GOOD, beacon_that_says
from warta.campaigns.tests.test_both_verifiers import NODE, assert_same
from warta.lib.clock import clock_at
from warta.lib.http import Client

pytestmark = pytest.mark.django_db


def passed_on_proof() -> DrawResult:
    """A draw after which one prize was passed on for a sealed reason, published anew."""
    result = drawn_with(9)
    with clock_at(DRAWN_AT + timedelta(hours=2)):
        with transaction.atomic():
            locked_campaign(result.campaign_id)
            win = Win.objects.select_related("campaign", "entry").get(position=2)
            pass_on(win, reason="withdrawn", evidence="The winner stepped back.")
        assert publish_passings() == 1
        assert publish_passings() == 0
    return DrawResult.objects.get()


def test_the_proof_after_a_passing_on_is_good_and_the_database_agrees() -> None:
    result = passed_on_proof()

    verdict = verify(published_proof(result), published=Seal.objects.get().seal_hash)
    assert verdict.is_good
    assert result.number == 2
    assert len(result.result["passed_on"]) == 1
    holder = result.result["holders"][1]["entry"]
    assert Win.objects.exclude(state=WinState.PASSED_ON).get(slot=1).entry.code == holder == result.result["order"][3]
    assert differences(result.campaign) == []


def test_every_single_change_of_a_published_proof_is_refused_with_words() -> None:
    result = passed_on_proof()
    kept = Seal.objects.get().seal_hash
    data = published_proof(result)
    changed = list(single_changes(opened(data)))
    for place, bundle in changed:
        problems = verify(file_bytes(bundle), published=kept).problems
        assert problems, place
        assert all(str(problem) for problem in problems)
    assert len(changed) > 500


@pytest.mark.skipif(not NODE, reason="node is missing")
def test_the_browsers_verifier_says_the_same_of_a_published_proof_and_its_changes() -> None:
    result = passed_on_proof()
    kept = Seal.objects.get().seal_hash
    data, sealed = published_proof(result), published_seal(Seal.objects.get())
    changed = [(place, file_bytes(bundle), kept, "") for place, bundle in single_changes(opened(data))]

    assert_same([("the proof", data, kept, ""), ("the seal", sealed, kept, ""), *changed[::3]])


def test_the_draw_fetches_the_sealed_round_and_waits_for_it_when_it_is_late() -> None:
    seal = sealed_with(6)
    with clock_at(DRAWN_AT + timedelta(seconds=5)):
        for member in (FITRI, GITA):
            approve_draw(seal.campaign, seal.seal_hash, by=member)
        with beacon_that_says({"error": "too early"}, 425) as (late, _asked):
            assert draw_due(endpoints=[late], client=Client(allowed=(late,))) == 0
        with beacon_that_says({**GOOD, "round": ROUND + 1, "signature": ROUNDS[1000]}) as (other, _asked):
            assert draw_due(endpoints=[other], client=Client(allowed=(other,))) == 0
        with beacon_that_says(GOOD) as (address, asked):
            assert draw_due(endpoints=[address], client=Client(allowed=(address,))) == 1

    assert asked[0].endswith(f"/public/{ROUND}")
    assert DrawResult.objects.get().signature == ROUNDS[ROUND]
