"""A prize from the drawn order into its winner's hands, and nobody else's."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import RequestFactory

from warta.audit.models import AuditEntry
from warta.campaigns.keys import key_of
from warta.campaigns.models import Campaign, KeyPurpose, LedgerLine, ShownName, Voucher, Waits, Win, WinState
from warta.campaigns.ports import ClaimFact, Paying, claim_may_be_paid
from warta.campaigns.prizes.claiming import Lacking, NotYours, TooLate, claim, hand_over, rename, show_voucher
from warta.campaigns.prizes.ledger import person_on
from warta.campaigns.prizes.passing import decline, pass_on_unclaimed
from warta.campaigns.prizes.queries import public_winners
from warta.campaigns.prizes.services import name_winners
from warta.campaigns.prizes.tests.cast import codes_in_store, drawn_campaign, loaded, person, win_of
from warta.campaigns.prizes.upkeep import (
    forget_prizes,
    hand_over_waiting,
    pass_on_due,
    remind_winners,
    tell_winners,
)
from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.models import LinkedTelegram, SecurityEvent, WaitingMail
from warta.readers.own_data.erasing import erase
from warta.readers.terms.purposes import WINNER_NAMES
from warta.readers.terms.queries import has_consented
from warta.readers.terms.services import withdraw_consent
from warta.readers.vault_fields import FULL_NAME, TAX_NUMBER, TELEGRAM_CHAT

pytestmark = pytest.mark.django_db(transaction=True)


def _claim(name: str, shown_as: ShownName = ShownName.MASKED) -> Win:
    return claim(person(name), win_of(name), shown_as=shown_as)


def _shown(name: str) -> str:
    return show_voucher(person(name), win_of(name), request=RequestFactory().post("/"))


def test_the_first_of_the_order_get_the_prizes_and_are_told_once() -> None:
    campaign = drawn_campaign(("gita", "hadi", "indra"), prizes=2)
    order = list(Win.objects.order_by("position").values_list("entry__code", flat=True))

    name_winners(campaign, order)
    tell_winners()

    assert list(Win.objects.values_list("entry__person__display_name", "slot")) == [("Gita", 0), ("Hadi", 1)]
    assert WaitingMail.objects.filter(kind="prize_won").count() == 2


def test_a_linked_telegram_is_told_too_and_hears_neither_prize_nor_name() -> None:
    campaign = drawn_campaign(("gita",), prizes=1)
    gita = person("gita")
    vault.keep(gita, TELEGRAM_CHAT, "4711", by=gita)
    LinkedTelegram.objects.create(person=gita, sealed_name=b"")
    Win.objects.update(told_at=None)

    tell_winners()

    assert WaitingMail.objects.filter(kind="prize_won_short", person=gita).count() == 1
    assert campaign.wins.get().told_at is not None


def test_a_claim_hands_over_one_voucher_and_enters_it_in_the_books() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=2, vouchers=3)
    gita = person("gita")
    vault.keep(gita, TAX_NUMBER, "1234", by=gita)

    win = _claim("gita")

    assert win.state == WinState.HANDED_OVER
    assert codes_in_store(campaign) == 2
    line = LedgerLine.objects.get()
    assert (line.number, line.value, line.tax, line.entry_code) == (1, 10_000_000, 2_500_000, win.entry.code)
    told = person_on(line, key_of(campaign, KeyPurpose.LEDGER))
    assert told == {"reader": gita.public_id, "full_name": "Gita", "tax_number": "1234"}
    assert SecurityEvent.objects.filter(person=gita, kind="prize_claimed").exists()


def test_claiming_twice_changes_nothing_more() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=2)
    stale = win_of("gita")

    first = _claim("gita")
    second = claim(person("gita"), stale, shown_as=ShownName.FULL)

    assert (first.state, second.state) == (WinState.HANDED_OVER, WinState.HANDED_OVER)
    assert codes_in_store(campaign) == 1
    assert LedgerLine.objects.count() == 1
    assert second.shown_as == ShownName.MASKED


def test_the_voucher_opens_for_its_winner_and_each_showing_is_written_down() -> None:
    drawn_campaign(("gita", "hadi"), prizes=2, vouchers=2)
    _claim("gita")
    _claim("hadi")

    assert {_shown("gita"), _shown("hadi")} == {"KODE-00001", "KODE-00002"}
    assert _shown("gita") == "KODE-00001"

    assert Voucher.objects.get(win=win_of("gita")).revealed_times == 2
    assert AuditEntry.objects.filter(action="voucher.shown").count() == 3
    assert not AuditEntry.objects.filter(facts__contains="KODE").exists()


def test_nobody_is_shown_or_claims_what_another_won() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    win = win_of("gita")

    with pytest.raises(NotYours):
        claim(person("hadi"), win, shown_as=ShownName.FULL)
    _claim("gita")
    with pytest.raises(NotYours):
        show_voucher(person("hadi"), win, request=RequestFactory().post("/"))


def test_who_meets_the_conditions_no_more_hears_what_is_missing_and_keeps_the_turn() -> None:
    drawn_campaign(("gita",), prizes=1, vouchers=1)
    gita = person("gita")
    vault.keep(gita, FULL_NAME, "", by=gita)

    with pytest.raises(Lacking) as lacking:
        _claim("gita")

    assert lacking.value.names == ("full_name",)
    assert win_of("gita").state == WinState.TOLD
    vault.keep(gita, FULL_NAME, "Gita", by=gita)
    assert _claim("gita").state == WinState.HANDED_OVER


def test_after_the_deadline_it_is_too_late_even_before_the_job_ran() -> None:
    drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    late = win_of("gita").deadline + timedelta(seconds=1)

    with clock_at(late), pytest.raises(TooLate):
        _claim("gita")


def test_what_nobody_claimed_goes_to_the_next_with_a_public_reason() -> None:
    campaign = drawn_campaign(("gita", "hadi", "indra"), prizes=1)
    late = win_of("gita").deadline + timedelta(seconds=1)

    with clock_at(late):
        pass_on_due()
        pass_on_due()
        tell_winners()

    assert win_of("gita").state == WinState.PASSED_ON
    hadi = win_of("hadi")
    assert (hadi.state, hadi.position, hadi.slot) == (WinState.TOLD, 2, 0)
    assert hadi.deadline == late + timedelta(days=campaign.claim_days)
    passing = public_winners(campaign).passings[0]
    assert passing.words == "The prize was not claimed by its deadline."
    assert passing.to == 2
    assert WaitingMail.objects.filter(kind="prize_passed_on", person=person("gita")).count() == 1


def test_without_a_substitute_the_prize_lapses() -> None:
    campaign = drawn_campaign(("gita",), prizes=1)

    decline(person("gita"), win_of("gita"))

    assert public_winners(campaign).passings[0].to is None
    assert public_winners(campaign).holders == []


def test_the_nth_passing_on_goes_to_the_nth_substitute_whoever_it_was() -> None:
    campaign = drawn_campaign(("gita", "hadi", "indra", "joko", "kartika"), prizes=2)

    decline(person("hadi"), win_of("hadi"))
    decline(person("gita"), win_of("gita"))
    decline(person("indra"), win_of("indra"))

    held = {win.slot: win.entry.person.display_name for win in Win.objects.exclude(state="passed_on")}  # type: ignore[union-attr]
    assert held == {0: "Joko", 1: "Kartika"}
    assert [one.number for one in public_winners(campaign).passings] == [1, 2, 3]


def test_a_reason_that_was_not_sealed_moves_nothing() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1)
    campaign.disqualification_reasons.filter(slug="unclaimed").delete()
    late = win_of("gita").deadline + timedelta(seconds=1)

    with clock_at(late):
        assert not pass_on_unclaimed(win_of("gita").pk)

    assert win_of("gita").state == WinState.TOLD


def test_who_is_erased_before_claiming_passes_on_and_nothing_is_lost() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    win = win_of("gita")

    erase(person("gita"))

    win.refresh_from_db()
    assert (win.state, win.reason, win.shown_as) == (WinState.PASSED_ON, "withdrawn", ShownName.CODE)
    assert _claim("hadi").state == WinState.HANDED_OVER
    assert codes_in_store(campaign) == 0


def test_who_is_erased_after_the_handing_over_stays_in_the_ledger_and_is_a_code() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    _claim("gita", ShownName.FULL)
    public_id = person("gita").public_id

    erase(person("gita"))

    line = LedgerLine.objects.get()
    assert person_on(line, key_of(campaign, KeyPurpose.LEDGER))["reader"] == public_id
    assert public_winners(campaign).holders[0].name == ""


def test_a_substitute_whose_account_is_gone_is_passed_over_with_a_reason() -> None:
    campaign = drawn_campaign(("gita", "hadi", "indra"), prizes=1)
    erase(person("hadi"))

    decline(person("gita"), win_of("gita"))

    assert win_of("indra").state == WinState.TOLD
    assert [one.words for one in public_winners(campaign).passings] == [
        "The winner stepped back or deleted the account."
    ] * 2


def test_a_held_claim_keeps_its_turn_and_is_paid_once_it_may_be() -> None:
    drawn_campaign(("gita",), prizes=1, vouchers=1)
    asked: list[ClaimFact] = []
    claim_may_be_paid.supply(lambda fact: asked.append(fact) or Paying.HOLD)  # type: ignore[func-returns-value]

    win = _claim("gita")

    assert (win.state, win.waits_for) == (WinState.CLAIMED, Waits.CHECK)
    assert asked[0].value == 10_000_000
    claim_may_be_paid.supply(lambda _fact: Paying.PAY)
    with clock_at(win.deadline + timedelta(days=1)):
        pass_on_due()
        hand_over_waiting()
    assert win_of("gita").state == WinState.HANDED_OVER
    assert WaitingMail.objects.filter(kind="prize_ready").count() == 1


def test_when_nobody_can_say_whether_it_may_be_paid_it_is_held() -> None:
    drawn_campaign(("gita",), prizes=1, vouchers=1)

    def fails(_fact: ClaimFact) -> Paying:
        raise RuntimeError

    claim_may_be_paid.supply(fails)
    assert _claim("gita").waits_for == Waits.CHECK


def test_who_claims_when_the_vouchers_are_used_up_gets_one_of_the_next_load() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=2, vouchers=1)
    _claim("gita")

    assert _claim("hadi").waits_for == Waits.VOUCHER
    loaded(campaign, 1, start=2)
    hand_over_waiting()

    assert win_of("hadi").state == WinState.HANDED_OVER
    assert _shown("hadi") == "KODE-00002"


def test_what_is_no_voucher_is_handed_over_by_the_newsroom() -> None:
    drawn_campaign(("gita",), prizes=1)
    win = _claim("gita")
    assert win.waits_for == Waits.NEWSROOM
    hand_over_waiting()
    assert win_of("gita").state == WinState.CLAIMED

    assert hand_over(win.pk, by="f" * 26)
    assert not hand_over(win.pk, by="f" * 26)

    assert LedgerLine.objects.get().entry_code == win.entry.code


def test_names_are_masked_until_the_winner_consents_and_again_when_they_take_it_back() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    gita = person("gita")
    gita.display_name = "Gita Ayu Pertiwi"
    gita.save(update_fields=["display_name"])
    assert public_winners(campaign).holders[0].name == "G*** P."

    _claim("gita", ShownName.FULL)
    assert public_winners(campaign).holders[0].name == "Gita Ayu Pertiwi"
    assert has_consented(gita, WINNER_NAMES)

    withdraw_consent(gita, WINNER_NAMES, how="consents_page", language="en")
    assert public_winners(campaign).holders[0].name == "G*** P."

    rename(gita, win_of("gita"), ShownName.CODE)
    assert public_winners(campaign).holders[0].name == ""


def test_a_winner_is_reminded_once_before_the_deadline() -> None:
    drawn_campaign(("gita",), prizes=1)

    with clock_at(win_of("gita").deadline - timedelta(days=2)):
        assert (remind_winners(), remind_winners()) == (1, 0)


def test_at_the_end_of_their_terms_the_keys_go_and_what_they_opened_with_them() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    _claim("gita")
    Campaign.objects.filter(pk=campaign.pk).update(state="settled", settled_at=now())

    assert forget_prizes() == 0
    with clock_at(now() + timedelta(days=366)):
        forget_prizes()
    assert set(campaign.keys.values_list("purpose", flat=True)) == {KeyPurpose.INDEX, KeyPurpose.LEDGER}
    with clock_at(now() + timedelta(days=366 * 11)):
        forget_prizes()
    assert set(campaign.keys.values_list("purpose", flat=True)) == {KeyPurpose.INDEX}
    assert bytes(LedgerLine.objects.get().sealed_person) == b""


def test_a_download_of_ones_data_tells_of_the_win_and_never_the_voucher() -> None:
    from warta.campaigns.prizes.erasing import wins_for_download

    drawn_campaign(("gita",), prizes=1, vouchers=1)
    _claim("gita")

    rows = list(wins_for_download(person("gita")))

    assert rows[0]["voucher_number"] == 1
    assert "KODE" not in json.dumps(rows, default=str)
