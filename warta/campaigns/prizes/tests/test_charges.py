"""Disqualifying takes a sealed reason, evidence, and two people; the end of a campaign; the ledger."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.models import Campaign, Charge, LedgerLine, ShownName, Waits, Win, WinState
from warta.campaigns.prizes.charges import charge, confirm_charge, drop_charge
from warta.campaigns.prizes.claiming import claim
from warta.campaigns.prizes.exporting import decimal, ledger_csv
from warta.campaigns.prizes.ledger import kept_until, reverse_line, sums_of, tax_of
from warta.campaigns.prizes.names import masked_name
from warta.campaigns.prizes.queries import public_winners
from warta.campaigns.prizes.settling import settle_campaign
from warta.campaigns.prizes.tests.cast import FITRI, SECOND, drawn_campaign, person, win_of
from warta.campaigns.prizes.upkeep import hand_over_waiting
from warta.lib.clock import clock_at
from warta.readers import vault
from warta.readers.models import WaitingMail
from warta.readers.vault_fields import FULL_NAME, POSTAL_ADDRESS

pytestmark = pytest.mark.django_db(transaction=True)


def _charge(name: str, **told: str) -> Charge:
    told = {"reason": "false-data", "evidence": "The number belongs to somebody else.", "by": FITRI, **told}
    return charge(win_of(name), **told)


def _claim(name: str) -> Win:
    return claim(person(name), win_of(name), shown_as=ShownName.MASKED)


def test_two_people_and_a_sealed_reason_pass_a_prize_on() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1)

    confirm_charge(_charge("gita"), by=SECOND)

    assert win_of("gita").state == WinState.PASSED_ON
    assert win_of("hadi").state == WinState.TOLD
    passing = public_winners(campaign).passings[0]
    assert (passing.words, passing.evidence) == (
        "What the winner said of themselves was not true.", "The number belongs to somebody else.",
    )  # fmt: skip
    assert WaitingMail.objects.filter(kind="prize_passed_on").count() == 1


def test_nobody_confirms_their_own_word() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1)
    made = _charge("gita")

    with pytest.raises(NotPossible):
        confirm_charge(made, by=FITRI)
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=made.pk).update(decided_by=FITRI)

    assert win_of("gita").state == WinState.TOLD


@pytest.mark.parametrize(
    "told", [{"reason": "dislike"}, {"reason": "unclaimed"}, {"reason": ""}, {"evidence": "  "}], ids=str
)
def test_without_a_sealed_reason_or_evidence_there_is_no_charge(told: dict[str, str]) -> None:
    drawn_campaign(("gita", "hadi"), prizes=1)

    with pytest.raises(NotPossible):
        _charge("gita", **told)


def test_after_a_reasons_time_nobody_loses_a_prize_by_it_even_when_charged_before() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1)
    made = _charge("gita")
    until = campaign.disqualification_reasons.get(slug="false-data").until

    with clock_at(until + timedelta(seconds=1)), pytest.raises(NotPossible):
        confirm_charge(made, by=SECOND)

    made.refresh_from_db()
    assert made.state == "open"


def test_while_it_is_open_a_claim_counts_and_waits() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    made = _charge("gita")

    assert _claim("gita").waits_for == Waits.REVIEW
    hand_over_waiting()
    assert win_of("gita").state == WinState.CLAIMED
    drop_charge(made, by=SECOND)
    hand_over_waiting()

    assert win_of("gita").state == WinState.HANDED_OVER


def test_what_is_handed_over_is_the_winners() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    _claim("gita")

    with pytest.raises(ChangedMeanwhile):
        _charge("gita")


def test_one_takes_back_ones_own_word_alone_and_it_is_decided_once() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1)
    made = _charge("gita")

    drop_charge(made, by=FITRI)

    with pytest.raises(ChangedMeanwhile):
        confirm_charge(made, by=SECOND)


def test_a_campaign_is_settled_when_nobody_waits_any_more() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=2, vouchers=1)
    _claim("gita")
    with pytest.raises(NotPossible):
        settle_campaign(campaign, by=FITRI)

    from warta.campaigns.prizes.passing import decline

    decline(person("hadi"), win_of("hadi"))
    settle_campaign(campaign, by=FITRI)

    assert Campaign.objects.get().state == "settled"
    with pytest.raises(ChangedMeanwhile):
        settle_campaign(campaign, by=FITRI)


def test_no_cell_of_the_export_is_a_formula_whatever_a_winner_is_called() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    gita = person("gita")
    evil = {FULL_NAME: '=HYPERLINK("http://evil.example")', POSTAL_ADDRESS: "@SUM(1)\n+1"}
    vault.keep_all(gita, evil, by=gita)
    _claim("gita")
    reverse_line(LedgerLine.objects.get(), note="-2+3", by=FITRI)

    rows = list(csv.reader(io.StringIO(ledger_csv(campaign).decode("utf-8-sig"), newline="")))

    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["full_name"], line["value"], line["tax_withheld"]) == (
        "'=HYPERLINK(\"http://evil.example\")", "100000.00", "25000.00",
    )  # fmt: skip
    assert "KODE" not in str(rows)


def test_a_line_is_taken_back_by_another_and_once() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    _claim("gita")
    line = LedgerLine.objects.get()

    with pytest.raises(NotPossible):
        reverse_line(line, note=" ", by=FITRI)
    made = reverse_line(line, note="Entered twice.", by=FITRI)
    with pytest.raises(NotPossible):
        reverse_line(line, note="Again.", by=FITRI)
    with pytest.raises(NotPossible):
        reverse_line(made, note="Back.", by=FITRI)

    sums = sums_of(campaign)[0]
    assert (sums.handed_over, sums.value, sums.tax) == (0, 0, 0)


@pytest.mark.parametrize(
    ("value", "permille", "tax"),
    [(10_000_000, 250, 2_500_000), (1, 250, 0), (2, 250, 1), (0, 250, 0), (999, 0, 0), (999, 1000, 999)],
)
def test_the_tax_is_rounded_to_the_minor_unit(value: int, permille: int, tax: int) -> None:
    assert tax_of(value, permille) == tax


def test_the_books_are_kept_to_the_end_of_the_tenth_year() -> None:
    from datetime import date

    assert kept_until(date(2026, 2, 3)) == date(2036, 12, 31)
    assert (decimal(-1050), decimal(5)) == ("10.50-", "0.05")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Budi Santoso", "B*** S."), ("Budi Raharjo Santoso", "B*** S."), ("budi99", "b***"), ("", ""), ("   ", ""),
        ("🎉 Budi", "B***"), ("*** !!!", ""), ("Ñusta Ó Briain", "Ñ*** B."), ("李 小龍", "李*** 小."),
    ],
)  # fmt: skip
def test_a_name_is_masked_to_its_first_letters(name: str, shown: str) -> None:
    assert masked_name(name) == shown
