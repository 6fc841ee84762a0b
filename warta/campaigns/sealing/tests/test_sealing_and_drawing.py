"""From the closing to the proof: two members, one file, one round, one order."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from warta.alerts.models import Channel
from warta.audit.models import AuditEntry
from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.form import opened
from warta.campaigns.draw.single_file import single_file
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.models import (
    Approval,
    BeaconWait,
    Campaign,
    DrawResult,
    EntryState,
    Seal,
    SealDraft,
    State,
    Why,
    Win,
)  # fmt: skip
from warta.campaigns.sealing.approving import approve_draw, approve_seal, count_up, what_stops_sealing
from warta.campaigns.sealing.drawing import draw_campaign, draw_due, give_signature
from warta.campaigns.sealing.files import read_file
from warta.campaigns.sealing.posts import SEAL, body_of
from warta.campaigns.sealing.publishing import published_proof, published_seal
from warta.campaigns.sealing.services import seal_approved
from warta.campaigns.sealing.tests.cast import (
    CLOSED_AT,
    DRAWN_AT,
    FITRI,
    GITA,
    SEALED_AT,
    add_entries,
    campaign_with,
    closed,
    closed_with,
    drawn_with,
    sealed,
    sealed_with,
)  # fmt: skip
from warta.campaigns.taking_part.entries import change_entry
from warta.campaigns.tests.proofs import ROUND, ROUNDS
from warta.lib.clock import clock_at
from warta.outbox.models import Delivery

pytestmark = pytest.mark.django_db


def test_what_two_members_approved_is_sealed_once_and_published_as_a_file() -> None:
    seal = sealed_with(20)

    data = read_file(seal.file, seal.document)
    assert data is not None
    assert verify(data, published=seal.seal_hash).is_good
    assert (seal.entries, seal.round, seal.campaign.state) == (20, ROUND, State.SEALED)
    assert AuditEntry.objects.filter(action="campaign.sealed").count() == 1
    with clock_at(SEALED_AT):
        assert seal_approved() == 0


def test_one_member_alone_seals_nothing_however_often_they_approve() -> None:
    campaign = closed_with(5)
    with clock_at(SEALED_AT):
        about = count_up(campaign, by=FITRI).about
        assert [approve_seal(campaign, about, by=FITRI) for _time in range(2)] == [1, 1]
        assert seal_approved() == 0

    assert not Seal.objects.exists()


def test_words_given_for_another_list_do_not_seal_this_one() -> None:
    campaign = closed_with(5)
    with clock_at(SEALED_AT):
        about = count_up(campaign, by=FITRI).about
        for member in (FITRI, GITA):
            approve_seal(campaign, about, by=member)
        change_entry(campaign.entries.first(), EntryState.REJECTED, Why.AGAINST_TERMS, note="x", by=FITRI)
        assert seal_approved() == 0
        assert SealDraft.objects.get().trouble
        assert count_up(campaign, by=FITRI).about != about
        with pytest.raises(ChangedMeanwhile):
            approve_seal(campaign, about, by=GITA)

    assert not Seal.objects.exists()


def test_nothing_is_sealed_while_something_is_undecided_or_the_draw_is_too_near() -> None:
    campaign = closed_with(5)
    with clock_at(SEALED_AT):
        assert what_stops_sealing(campaign) == []
        change_entry(campaign.entries.first(), EntryState.HELD, Why.UNUSUAL, by=FITRI)
        with pytest.raises(NotPossible, match="held"):
            count_up(campaign, by=FITRI)
    with clock_at(DRAWN_AT - timedelta(minutes=5)):
        assert any("too near" in words for words in what_stops_sealing(campaign))


def test_the_seal_counts_who_was_left_out_and_repeats_the_days() -> None:
    campaign = campaign_with(10)
    one, other = campaign.entries.order_by("pk")[:2]
    with clock_at(CLOSED_AT - timedelta(days=1)):
        change_entry(one, EntryState.WITHDRAWN, Why.OWN_WISH)
        change_entry(other, EntryState.REJECTED, Why.FALSE_DATA, note="x", by=FITRI)
    seal = sealed(closed(campaign))

    assert seal.seal["counts"] == {"collapsed": 0, "entries": 8, "received": 10, "rejected": 1, "withdrawn": 1}
    assert [day["entries"] for day in seal.seal["days"]] == [1, 10, 10, 10, 10, 10, 8, 8]


def test_the_fingerprint_is_put_in_line_for_every_channel() -> None:
    Channel.objects.create(name="Warta", chat="@warta_news")
    seal = sealed_with(4)

    delivery = Delivery.objects.get(subject=f"{SEAL}{seal.pk}")
    assert delivery.destination == Channel.objects.get().key
    message = body_of(delivery.subject)
    assert message is not None
    assert seal.seal_hash in message.summary
    assert seal.root in message.summary


def test_the_draw_follows_from_the_sealed_round_and_names_the_winners() -> None:
    result = drawn_with(20)

    assert verify(published_proof(result)).is_good
    assert Campaign.objects.get().state == State.DRAWN
    order = result.result["order"]
    assert len(order) == 7
    assert [win.entry.code for win in Win.objects.order_by("position")] == order[:3]


def test_the_single_file_accepts_the_published_proof(tmp_path: Path) -> None:
    result = drawn_with(9)
    verifier = tmp_path / "verify_draw.py"
    verifier.write_text(single_file())

    command = [sys.executable, str(verifier), str(settings.HOME / result.file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "Everything" in done.stdout


def test_a_draw_waits_for_its_round_and_for_two_members() -> None:
    seal = sealed_with(6)
    with clock_at(DRAWN_AT + timedelta(seconds=30)):
        assert draw_due() == 0
        approve_draw(seal.campaign, seal.seal_hash, by=FITRI)
        with pytest.raises(NotPossible):
            draw_campaign(seal, ROUNDS[ROUND])
        approve_draw(seal.campaign, seal.seal_hash, by=GITA)
    with clock_at(DRAWN_AT - timedelta(seconds=30)):
        assert draw_due() == 0
    assert not DrawResult.objects.exists()


def test_a_signature_that_was_typed_is_taken_only_when_it_is_the_beacons() -> None:
    seal = sealed_with(6)
    with clock_at(DRAWN_AT + timedelta(seconds=30)):
        for member in (FITRI, GITA):
            approve_draw(seal.campaign, seal.seal_hash, by=member)
        for wrong in (ROUNDS[ROUND - 1], "ab" * 48, "", '{"round": 1}'):
            with pytest.raises(NotPossible):
                give_signature(seal.campaign, wrong, by=FITRI)
        give_signature(seal.campaign, f" {ROUNDS[ROUND].upper()}\n", by=FITRI)
        assert draw_due() == 1
        assert draw_due() == 0

    assert not BeaconWait.objects.exists()
    assert verify(published_proof(DrawResult.objects.get()), published=seal.seal_hash).is_good


def test_a_lost_file_is_written_again_from_the_database_to_the_very_byte() -> None:
    result = drawn_with(12)
    seal = Seal.objects.select_related("campaign").get()
    before = published_seal(seal), published_proof(result)
    for row in (seal, result):
        (settings.HOME / row.file).unlink()

    assert (published_seal(seal), published_proof(result)) == before
    assert opened(before[1])["seal_hash"] == seal.seal_hash


def test_once_sealed_services_refuse_every_change() -> None:
    seal = sealed_with(6)
    with clock_at(SEALED_AT + timedelta(hours=1)), pytest.raises(NotPossible):
        change_entry(seal.campaign.entries.first(), EntryState.REJECTED, Why.FALSE_DATA, by=FITRI)
    assert Approval.objects.count() == 2


def test_late_entries_are_found_before_the_seal_is_written() -> None:
    campaign = closed_with(5)
    with clock_at(SEALED_AT):
        about = count_up(campaign, by=FITRI).about
        for member in (FITRI, GITA):
            approve_seal(campaign, about, by=member)
        add_entries(campaign, 1, first=50)
        assert seal_approved() == 0
