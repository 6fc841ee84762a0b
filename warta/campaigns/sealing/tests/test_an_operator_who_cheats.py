"""Somebody who may do everything in the database, and who writes the published files anew: what is noticed, and how.

Outside stands a reader who kept the seal's fingerprint. Inside, `warta draw check` compares with what was published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.computing import result_hash_of
from warta.campaigns.draw.drawing import drawn
from warta.campaigns.draw.form import file_bytes, opened
from warta.campaigns.draw.sealing import LeftOut, sealed_records
from warta.campaigns.models import Campaign, DrawResult, Seal, Win
from warta.campaigns.sealing.comparing import differences
from warta.campaigns.sealing.files import keep_file
from warta.campaigns.sealing.guards import missing_guards, put_up_guards
from warta.campaigns.sealing.lists import valid_records
from warta.campaigns.sealing.passing import publish_passings
from warta.campaigns.sealing.publishing import published_proof
from warta.campaigns.sealing.services import sealed_document
from warta.campaigns.sealing.tests.cast import DRAWN_AT, drawn_with, sealed_with
from warta.campaigns.tests.proofs import DRAW_AT, ROUND, ROUNDS
from warta.lib.clock import clock_at

pytestmark = pytest.mark.django_db
CHANGE = "UPDATE campaigns_entry SET commitment = %s WHERE code = %s"
REMOVE = "DELETE FROM campaigns_entry WHERE code = %s"
ADD = (
    "INSERT INTO campaigns_entry (campaign_id, code, commitment, sealed_opening, phone_index, state, why, note,"
    " created_at, changed_at) SELECT campaign_id, %s, commitment, sealed_opening, phone_index, state, why, note,"
    " created_at, changed_at FROM campaigns_entry WHERE code = %s"
)
OTHER = "ab" * 16


def sql(statement: str, *values: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def remove(code: str) -> None:
    sql("DELETE FROM campaigns_entryreason WHERE entry_id = (SELECT id FROM campaigns_entry WHERE code = %s)", code)
    sql(REMOVE, code)


def without_guards() -> None:
    """What a database's owner can do."""
    with connection.cursor() as cursor:
        for name, table in _guards_standing():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def _guards_standing() -> Iterator[tuple[str, str]]:
    asked = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'campaigns%'"
    if connection.vendor == "postgresql":
        asked = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE NOT tgisinternal AND relname LIKE 'campaigns%'"
        )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        yield from cursor.fetchall()


TAMPERINGS = {
    "changed": lambda codes: sql(CHANGE, "cd" * 32, codes[3]),
    "removed": lambda codes: remove(codes[-1]),
    "added": lambda codes: sql(ADD, OTHER, codes[3]),
    "rejected": lambda codes: sql("UPDATE campaigns_entry SET state = 'rejected' WHERE code = %s", codes[3]),
}


@pytest.mark.parametrize("how", ["changed", "added", "rejected"])
def test_the_database_itself_refuses_to_change_a_sealed_list(how: str) -> None:
    seal = sealed_with(9)
    codes = list(seal.campaign.entries.order_by("code").values_list("code", flat=True))

    with pytest.raises(DatabaseError, match="sealed"), transaction.atomic():
        TAMPERINGS[how](codes)

    assert differences(seal.campaign, published=seal.seal_hash) == []


def test_the_guards_stand_again_after_every_migration() -> None:
    assert missing_guards() == []
    without_guards()
    assert "sealed_entry_changed" in missing_guards()
    put_up_guards()
    assert missing_guards() == []


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_sealed_entry_that_was_tampered_with_is_found_by_the_comparison(how: str) -> None:
    seal = sealed_with(9)
    codes = list(seal.campaign.entries.order_by("code").values_list("code", flat=True))
    without_guards()

    TAMPERINGS[how](codes)

    found = " ".join(differences(seal.campaign, published=seal.seal_hash))
    assert {"changed": "were changed", "removed": "are missing", "added": "were added", "rejected": "are missing"}[
        how
    ] in found
    if how == "changed":
        assert codes[3] in found


@pytest.mark.parametrize("how", TAMPERINGS)
def test_a_draw_from_a_list_that_was_tampered_with_is_refused_by_who_kept_the_fingerprint(how: str) -> None:
    """The operator writes every file anew, so that it fits the tampered list, and even lets it look sealed in time."""
    seal = sealed_with(9)
    kept = seal.seal_hash
    codes = list(seal.campaign.entries.order_by("code").values_list("code", flat=True))
    without_guards()
    TAMPERINGS[how](codes)

    bundle = drawn_anew(seal)

    assert verify(file_bytes(bundle)).is_good
    assert [problem.code for problem in verify(file_bytes(bundle), published=kept).problems] == ["published"]
    with_old_seal = sealed_document(seal, valid_records(seal.campaign))
    assert "root" in [problem.code for problem in verify(file_bytes(with_old_seal), published=kept).problems]


def test_a_whole_other_seal_in_the_database_is_found_by_who_kept_the_fingerprint_and_by_the_audit_log() -> None:
    seal = sealed_with(9)
    kept = seal.seal_hash
    without_guards()
    codes = list(seal.campaign.entries.order_by("code").values_list("code", flat=True))
    remove(codes[-1])
    document = seal_anew(seal)
    file = keep_file(seal.campaign, "seal", file_bytes(document))
    Seal.objects.update(
        seal=document["seal"], seal_hash=document["seal_hash"], root=document["seal"]["root"], file=file.file,
        document=file.document, entries=8,
    )  # fmt: skip

    assert any("another seal" in words for words in differences(seal.campaign, published=kept))
    assert any("audit log" in words for words in differences(seal.campaign))


def test_drawing_again_with_another_number_is_refused() -> None:
    result = drawn_with(9)
    seal = Seal.objects.get()
    bundle = opened(published_proof(result))
    for number, signature in ROUNDS.items():
        if number == ROUND:
            continue
        again = {**bundle, "beacon": {"round": number, "signature": signature}}
        again["result_hash"] = result_hash_of(again)
        codes = {problem.code for problem in verify(file_bytes(again), published=seal.seal_hash).problems}
        assert "round" in codes
        again["beacon"] = {"round": ROUND, "signature": signature}
        codes = {problem.code for problem in verify(file_bytes(again), published=seal.seal_hash).problems}
        assert {"signature", "order"} <= codes


def test_a_second_draw_in_the_database_is_found() -> None:
    result = drawn_with(9)
    without_guards()
    order = [*result.result["order"][1:], result.result["order"][0]]
    DrawResult.objects.update(result={**result.result, "order": order})

    assert any("not the published one" in words for words in differences(result.campaign))


def test_a_winner_who_was_skipped_in_the_proof_is_noticed() -> None:
    result = drawn_with(9)
    seal = Seal.objects.get()
    bundle = opened(published_proof(result))
    held = bundle["result"]["holders"]
    held[0]["entry"] = bundle["result"]["order"][-1]
    bundle["result_hash"] = result_hash_of(bundle)

    codes = {problem.code for problem in verify(file_bytes(bundle), published=seal.seal_hash).problems}

    assert codes == {"holders"}


def test_a_reason_that_was_not_sealed_is_noticed() -> None:
    result = drawn_with(9)
    bundle = opened(published_proof(result))
    order, holders = bundle["result"]["order"], bundle["result"]["holders"]
    passing = {"at": "2026-09-18T00:00:00Z", "entry": order[0], "evidence": "-", "reason": "no-friend-of-ours"}
    bundle["result"]["passed_on"] = [passing]
    holders[0]["entry"] = order[3]
    bundle["result_hash"] = result_hash_of(bundle)

    problems = verify(file_bytes(bundle), published=Seal.objects.get().seal_hash).problems

    assert [(problem.code, problem.where) for problem in problems] == [("passing", "passed_on[0].reason")]


def test_a_winner_who_was_skipped_in_the_database_without_a_reason_is_found() -> None:
    result = drawn_with(9)
    friend = result.campaign.entries.exclude(wins__isnull=False).first()
    Win.objects.filter(position=1).update(entry=friend)

    assert any("others than the proof" in words for words in differences(result.campaign))


def test_a_winner_who_was_passed_on_for_a_reason_of_nobodys_rules_is_found_and_not_published() -> None:
    result = drawn_with(9)
    with clock_at(DRAWN_AT + timedelta(hours=1)):
        Win.objects.filter(position=1).update(
            state="passed_on", passing=1, reason="no-friend-of-ours", evidence="-", passed_on_at=DRAWN_AT
        )
        assert publish_passings() == 0

    assert any("sealed reason" in words for words in differences(result.campaign))


def test_a_backdated_entry_is_found_by_the_published_days() -> None:
    seal = sealed_with(9)
    without_guards()
    codes = list(seal.campaign.entries.order_by("code").values_list("code", flat=True))

    sql(ADD, OTHER, codes[0])

    assert any("receipts of" in words for words in differences(seal.campaign))


def test_rules_and_files_that_were_changed_afterwards_are_found() -> None:
    seal = sealed_with(9)
    without_guards()
    assert differences(seal.campaign, published=seal.seal_hash)[-1:] != []
    put_up_guards()
    assert differences(seal.campaign, published=seal.seal_hash) == []
    Campaign.objects.update(substitutes=90)
    assert any("rules" in words for words in differences(Campaign.objects.get()))
    Seal.objects.update(file="media/campaigns/none.json")
    assert any("published file" in words for words in differences(Campaign.objects.get()))


def seal_anew(seal: Seal) -> dict[str, Any]:
    counts = seal.seal["counts"]
    return sealed_records(
        seal.rules, valid_records(seal.campaign), now=int(seal.sealed_at.timestamp()), draw_at=DRAW_AT,
        software=seal.seal["software"], days=seal.seal["days"],
        left_out=LeftOut(counts["collapsed"], counts["rejected"], counts["withdrawn"]),
    )  # fmt: skip


def drawn_anew(seal: Seal) -> dict[str, Any]:
    document = seal_anew(seal)
    return drawn(document, verify(file_bytes(document)), ROUNDS[ROUND])


def test_the_command_names_what_differs_and_ends_with_code_1() -> None:
    seal = sealed_with(9)
    out = StringIO()
    call_command("draw", "check", seal.campaign.slug, "--seal", seal.seal_hash, stdout=out)
    assert "holds what was published" in out.getvalue()

    with pytest.raises(CommandError, match="another seal") as refused:
        call_command("draw", "check", seal.campaign.slug, "--seal", "0" * 64)
    assert refused.value.returncode == 1
    with pytest.raises(CommandError, match="no campaign"):
        call_command("draw", "check", "none-such")
