"""The pages of winners and of the newsroom: who may see and do what, and what no form can smuggle in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.campaigns.models import Campaign, Charge, LedgerLine, ShownName, Voucher, Win, WinState
from warta.campaigns.prizes.claiming import claim
from warta.campaigns.prizes.tests.cast import browser, drawn_campaign, member, person, prize_of, win_of
from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.accounts.proving import PROVEN_AT
from warta.readers.terms.tests.cast import reader, signed_in
from warta.readers.vault_fields import FULL_NAME

pytestmark = pytest.mark.django_db

CLAIM = {"shown_as": "masked", "terms": "on"}
ACTS = ("", "voucher/", "name/", "decline/")


def _page(campaign: Campaign, act: str = "") -> str:
    return f"/en/account/campaigns/{campaign.slug}/claim/{act}"


def _newsroom(campaign: Campaign, rest: str = "") -> str:
    return f"/newsroom/prizes/{campaign.pk}/{rest}"


def _prove(client: Client) -> None:
    session = client.session
    session[PROVEN_AT] = now().timestamp()
    session.save()


def test_a_winner_claims_and_sees_the_voucher_once_and_again_only_after_a_new_proof() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    client = browser("gita")

    assert "Claim my prize" in client.get(_page(campaign)).content.decode()
    assert client.post(_page(campaign), CLAIM).url == _page(campaign)  # type: ignore[attr-defined]
    assert "KODE-00001" not in client.get(_page(campaign)).content.decode()
    shown = client.post(_page(campaign, "voucher/"))
    assert "KODE-00001" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]

    with clock_at(now() + timedelta(seconds=5)):
        assert "/account/prove/" in client.post(_page(campaign, "voucher/")).url  # type: ignore[attr-defined]
    with clock_at(now() + timedelta(seconds=10)):
        _prove(client)
    with clock_at(now() + timedelta(seconds=12)):
        assert "KODE-00001" in client.post(_page(campaign, "voucher/")).content.decode()


def test_nothing_of_a_prize_is_shown_or_done_without_a_proof() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    client = browser("gita", is_proven=False)

    for act in ACTS:
        assert "/account/prove/" in client.post(_page(campaign, act), CLAIM).url  # type: ignore[attr-defined]
    assert "/account/prove/" in client.get(_page(campaign)).url  # type: ignore[attr-defined]
    assert Client().get(_page(campaign)).status_code == 302
    assert win_of("gita").state == WinState.TOLD


@pytest.mark.parametrize("act", ACTS)
def test_who_did_not_win_finds_no_page_and_nothing_to_press(act: str) -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    claim(person("gita"), win_of("gita"), shown_as=ShownName.MASKED)
    stranger = signed_in(reader("joko"))

    for client in (browser("hadi"), stranger):
        assert client.post(_page(campaign, act), {**CLAIM, "win": win_of("gita").pk}).status_code == 404
        assert client.get(_page(campaign)).status_code == 404
    assert Voucher.objects.get().revealed_times == 0


@pytest.mark.parametrize("act", ACTS)
def test_without_its_token_no_form_is_taken(act: str) -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)

    answer = browser("gita", checks_csrf=True).post(_page(campaign, act), CLAIM)

    assert answer.status_code == 403
    assert win_of("gita").state == WinState.TOLD


def test_a_form_changes_what_it_names_and_nothing_else() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=2, vouchers=2)
    other = win_of("hadi")
    smuggled = {
        "state": "handed_over", "slot": "9", "position": "99", "deadline": "2099-01-01", "prize": "77", "entry": "1",
        "win": other.pk, "voucher": "2", "waits_for": "", "id": other.pk, "value": "1",
    }  # fmt: skip

    browser("gita").post(_page(campaign), {**CLAIM, **smuggled})

    win = win_of("gita")
    assert (win.slot, win.position, win.prize_id, win.state) == (0, 1, prize_of(campaign).pk, WinState.HANDED_OVER)
    assert Voucher.objects.get(win=win).number == 1
    other.refresh_from_db()
    assert other.state == WinState.TOLD
    assert LedgerLine.objects.get().value == 10_000_000


@pytest.mark.parametrize("wrong", [{}, {"terms": "on"}, {"shown_as": "code"}, {"shown_as": "admin", "terms": "on"}])
def test_an_incomplete_claim_is_asked_for_again_and_nothing_is_lost(wrong: dict[str, str]) -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)

    answer = browser("gita").post(_page(campaign), wrong)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert win_of("gita").state == WinState.TOLD


def test_who_lacks_something_sees_what_and_where() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    gita = person("gita")
    vault.keep(gita, FULL_NAME, "", by=gita)

    told = browser("gita").post(_page(campaign), CLAIM).content.decode()

    assert "Something is missing first" in told
    assert "Full name" in told


def test_the_page_says_when_it_is_too_late_and_when_it_passed_on_and_why() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1)
    Win.objects.update(deadline=now() - timedelta(seconds=1))
    client = browser("gita")
    assert "The time to claim it is over" in client.get(_page(campaign)).content.decode()
    Win.objects.update(deadline=now() + timedelta(days=1))

    client.post(_page(campaign, "decline/"))
    assert win_of("gita").state == WinState.TOLD
    client.post(_page(campaign, "decline/"), {"sure": "yes"})

    told = client.get(_page(campaign)).content.decode()
    assert "The winner stepped back or deleted the account." in told


@pytest.mark.parametrize("act", ACTS[1:])
def test_who_comes_back_from_a_proof_to_an_act_finds_the_page_and_nothing_is_done_unseen(act: str) -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)

    assert browser("gita").get(_page(campaign, act)).url == _page(campaign)  # type: ignore[attr-defined]

    assert win_of("gita").state == WinState.TOLD


NOT_FOR_THEM = ("", "vouchers/", "ledger/", "ledger/export/")


@pytest.mark.parametrize(
    "rights",
    [(), ("articles.change_articlepage",), ("comments.moderate_comment",)],
    ids=["dewi", "editor", "moderator"],
)
def test_dewi_an_editor_and_a_moderator_see_nothing_of_prizes(rights: tuple[str, ...]) -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    client = signed_in(member("dewi", *rights))

    for rest in (*NOT_FOR_THEM, f"winners/{win_of('gita').pk}/"):
        answer = client.get(_newsroom(campaign, rest))
        assert answer.status_code in (302, 403)
        assert "KODE" not in answer.content.decode()
    file = SimpleUploadedFile("v.csv", b"code\nNEW-1\n")
    client.post(_newsroom(campaign, "vouchers/"), {"prize": prize_of(campaign).pk, "file": file})
    client.post(_newsroom(campaign, "settle/"))
    assert Voucher.objects.count() == 1
    assert Campaign.objects.get().state == "drawn"


def test_who_may_only_approve_draws_confirms_and_sees_neither_vouchers_nor_ledger() -> None:
    campaign = drawn_campaign(("gita", "hadi"), prizes=1, vouchers=1)
    fitri = signed_in(member("fitri", manages=True))
    second = signed_in(member("ana", "campaigns.draw_campaign"))
    page = _newsroom(campaign, f"winners/{win_of('gita').pk}/")
    fitri.post(page, {"reason": "false-data", "evidence": "Not theirs."})
    made = Charge.objects.get()

    assert second.get(_newsroom(campaign, "ledger/")).status_code in (302, 403)
    assert second.get(_newsroom(campaign, "vouchers/")).status_code in (302, 403)
    fitri.post(f"{page}charges/{made.pk}/confirm/")
    assert win_of("gita").state == WinState.TOLD
    second.post(f"{page}charges/{made.pk}/confirm/")

    assert win_of("gita").state == WinState.PASSED_ON


def test_fitri_loads_follows_and_exports_and_sees_no_voucher_in_clear() -> None:
    campaign = drawn_campaign(("gita",), prizes=1)
    fitri = signed_in(member("fitri", manages=True))
    file = SimpleUploadedFile("v.csv", b"code\nRAHASIA-1\nRAHASIA-2\n")

    fitri.post(_newsroom(campaign, "vouchers/"), {"prize": prize_of(campaign).pk, "file": file})
    claim(person("gita"), win_of("gita"), shown_as=ShownName.MASKED)
    pages = [fitri.get(_newsroom(campaign, rest)) for rest in ("", "vouchers/", "ledger/", "ledger/export/")]
    pages.append(fitri.get(_newsroom(campaign, f"winners/{win_of('gita').pk}/")))
    pages.append(fitri.get("/newsroom/prizes/"))
    export = fitri.post(_newsroom(campaign, "ledger/export/"), {"reason": "Tax return for May"})

    assert [page.status_code for page in pages] == [200] * 6
    assert all("RAHASIA" not in page.content.decode() for page in [*pages, export])
    assert "Gita" in export.content.decode()
    assert all("Gita" not in page.content.decode() for page in pages)
    entry = AuditEntry.objects.get(action="ledger.exported")
    assert "Tax return" in str(entry.facts)


def test_an_export_asks_for_a_proof_and_for_what_it_is() -> None:
    campaign = drawn_campaign(("gita",), prizes=1, vouchers=1)
    claim(person("gita"), win_of("gita"), shown_as=ShownName.MASKED)
    fitri = member("fitri", manages=True)

    unproven = signed_in(fitri, is_proven=False).post(_newsroom(campaign, "ledger/export/"), {"reason": "Tax return"})
    without = signed_in(fitri).post(_newsroom(campaign, "ledger/export/"), {"reason": ""})

    assert "/account/prove/" in unproven.url  # type: ignore[attr-defined]
    assert "attachment" not in without.headers.get("Content-Disposition", "")
    assert not AuditEntry.objects.filter(action="ledger.exported").exists()


def test_a_wrong_file_is_told_of_line_by_line_and_the_choice_is_kept(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
    campaign = drawn_campaign(("gita",), prizes=1)
    fitri = signed_in(member("fitri", manages=True))
    file = SimpleUploadedFile("v.csv", b"code\nGOOD-1\n=cmd|' /C calc'!A0\n")

    told = fitri.post(_newsroom(campaign, "vouchers/"), {"prize": prize_of(campaign).pk, "file": file})

    assert "Line 3: not a code" in told.content.decode()
    assert "calc" not in told.content.decode()
    assert not Voucher.objects.exists()


def test_a_prize_or_a_win_of_another_campaign_is_not_reached_through_this_one() -> None:
    campaign = drawn_campaign(("gita",), prizes=1)
    other = drawn_campaign(("hadi",), prizes=1)
    fitri = signed_in(member("fitri", manages=True))
    file = SimpleUploadedFile("v.csv", b"code\nGOOD-1\n")
    foreign = other.prizes.get().pk

    fitri.post(_newsroom(campaign, "vouchers/"), {"prize": foreign, "file": file})

    assert not Voucher.objects.exists()
    assert fitri.get(_newsroom(campaign, f"winners/{win_of('hadi').pk}/")).status_code == 404


def test_the_list_of_winners_asks_few_questions_however_long_it_is(django_assert_max_num_queries: object) -> None:
    from warta.campaigns.prizes.queries import public_winners

    campaign = drawn_campaign(("gita", "hadi", "indra", "joko"), prizes=3)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(public_winners(campaign).holders) == 3
