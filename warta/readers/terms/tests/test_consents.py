from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from warta.audit.models import AuditEntry
from warta.lib.clock import clock_at, now
from warta.readers.models import ConsentReceipt, SecurityEvent
from warta.readers.terms import settling
from warta.readers.terms.events import WithdrawnFact, consent_withdrawn
from warta.readers.terms.purposes import ACCOUNT, CAMPAIGNS, NEWSLETTER, SECURITY_PROFILING
from warta.readers.terms.queries import (
    has_consented,
    people_who_consented,
    standings_to_ask_again,
    unsettled_withdrawals,
    withdrawals_overdue,
)
from warta.readers.terms.services import (
    ConsentRefused,
    accept_at_sign_up,
    give_consent,
    withdraw_consent,
)
from warta.readers.terms.tests.cast import next_version, published, reader, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> list[settling.Act]:
    """What must follow a withdrawal, for this test alone."""
    followed: list[settling.Act] = []
    monkeypatch.setattr(settling, "ACTS", followed)
    return followed


def test_a_receipt_says_what_when_which_version_language_and_how() -> None:
    published()
    gita = reader("gita")
    receipt = give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    assert (receipt.purpose, receipt.version.number, receipt.version.document.slug) == ("newsletter", 1, "privacy")
    assert (receipt.language, receipt.how) == ("id", "consents_page")
    assert has_consented(gita, NEWSLETTER)
    assert AuditEntry.objects.filter(action="consent.given", subject=gita.subject).count() == 1


def test_signing_up_accepts_what_the_account_rests_on_and_nothing_else() -> None:
    published()
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    accept_at_sign_up(gita, language="id")
    assert sorted(ConsentReceipt.objects.values_list("purpose", flat=True)) == ["account", "privacy"]
    assert has_consented(gita, ACCOUNT)
    assert not has_consented(gita, NEWSLETTER)
    assert not has_consented(gita, CAMPAIGNS)


def test_before_anything_is_published_one_can_sign_up_but_not_agree() -> None:
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    assert not ConsentReceipt.objects.exists()
    with pytest.raises(ConsentRefused):
        give_consent(gita, NEWSLETTER, how="consents_page", language="id")


def test_a_withdrawal_counts_at_once_and_the_history_stays() -> None:
    published()
    gita = reader("gita")
    give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    withdraw_consent(gita, NEWSLETTER, how="mail_link", language="id")
    withdraw_consent(gita, NEWSLETTER, how="mail_link", language="id")
    assert not has_consented(gita, NEWSLETTER)
    assert list(ConsentReceipt.objects.values_list("answer", flat=True)) == ["withdrawn", "given"]


def test_what_the_account_needs_can_t_be_withdrawn() -> None:
    published()
    with pytest.raises(ConsentRefused, match="delete your account"):
        withdraw_consent(reader("gita"), ACCOUNT, how="consents_page", language="id")


def test_an_objection_ends_what_nobody_had_to_agree_to() -> None:
    published()
    gita, hadi = reader("gita"), reader("hadi")
    assert has_consented(gita, SECURITY_PROFILING)
    withdraw_consent(gita, SECURITY_PROFILING, how="consents_page", language="id")
    assert not has_consented(gita, SECURITY_PROFILING)
    assert set(people_who_consented(SECURITY_PROFILING)) == {hadi}


def test_everybody_who_agreed_can_be_asked_for_in_one_query() -> None:
    published()
    gita, hadi = reader("gita"), reader("hadi")
    for someone in (gita, hadi):
        give_consent(someone, NEWSLETTER, how="consents_page", language="id")
    withdraw_consent(hadi, NEWSLETTER, how="consents_page", language="id")
    assert list(people_who_consented(NEWSLETTER)) == [gita]


@pytest.mark.django_db(transaction=True)
def test_the_rooms_are_told_and_must_act_before_it_counts_as_settled(acts: list[settling.Act]) -> None:
    published()
    heard: list[WithdrawnFact] = []
    acts.append(heard.append)
    gita = reader("gita")
    receipt = withdraw_consent(gita, NEWSLETTER, how="consents_page", language="id")
    receipt.refresh_from_db()
    assert heard == [WithdrawnFact(gita.public_id, "newsletter")]
    assert receipt.settled_at is not None


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_is_tried_again_until_it_is_done_and_shown_when_overdue(acts: list[settling.Act]) -> None:
    published()
    tries: list[WithdrawnFact] = []

    def fails_once(fact: WithdrawnFact) -> None:
        tries.append(fact)
        if len(tries) == 1:
            raise RuntimeError("the list server is away")

    acts.append(fails_once)
    withdraw_consent(reader("gita"), NEWSLETTER, how="consents_page", language="id")
    assert unsettled_withdrawals().count() == 1
    with clock_at(now() + timedelta(hours=73)):
        assert withdrawals_overdue() == 1
    assert settling.settle_withdrawals() == 1
    assert settling.settle_withdrawals() == 0
    assert len(tries) == 2


@pytest.mark.django_db(transaction=True)
def test_a_listener_that_fails_holds_up_nothing(acts: list[settling.Act], caplog: pytest.LogCaptureFixture) -> None:
    published()

    def raises(fact: WithdrawnFact) -> None:
        raise RuntimeError(fact.purpose)

    consent_withdrawn.listen(raises)
    try:
        receipt = withdraw_consent(reader("gita"), NEWSLETTER, how="consents_page", language="id")
    finally:
        consent_withdrawn._listeners.remove(raises)
    receipt.refresh_from_db()
    assert receipt.settled_at is not None
    assert "pembaca.example" not in caplog.text


def test_a_new_version_asks_those_again_who_agreed_and_a_slip_of_the_pen_does_not() -> None:
    published()
    gita, hadi = reader("gita"), reader("hadi")
    accept_at_sign_up(gita, language="id")
    next_version("terms-of-use", adds="Koma.", is_material=False)
    assert standings_to_ask_again(gita) == []
    next_version("terms-of-use", adds="Kewajiban baru.")
    assert [standing.purpose for standing in standings_to_ask_again(gita)] == [ACCOUNT]
    assert standings_to_ask_again(hadi) == []


def test_a_signed_in_reader_meets_the_new_version_at_their_next_account_page() -> None:
    published()
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    browser = signed_in(gita)
    assert browser.get("/account/").status_code == 200
    next_version("terms-of-use", adds="Kewajiban baru.")
    next_version("privacy", adds="Keperluan baru.")
    met = browser.get("/account/")
    assert met.headers["Location"] == "/account/consents/again/?next=%2Faccount%2F"
    asked = browser.get(met.headers["Location"]).text
    assert "/terms/terms-of-use/2/changes/" in asked
    assert 'name="newsletter"' in asked
    refused = browser.post("/account/consents/again/", {"account": "given", "next": "/account/"})
    assert refused.status_code == 200
    answered = browser.post("/account/consents/again/", {"account": "given", "privacy": "given", "next": "/account/"})
    assert answered.headers["Location"] == "/account/"
    assert browser.get("/account/").status_code == 200
    assert has_consented(gita, ACCOUNT)
    assert not has_consented(gita, NEWSLETTER)


def test_pressed_pages_are_met_by_nobody_s_question() -> None:
    published()
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    next_version("terms-of-use", adds="Kewajiban baru.")
    assert signed_in(gita).get("/terms/privacy/").status_code == 200


@pytest.mark.parametrize("wanted", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", "\\\\jahat"])
def test_after_answering_nobody_is_led_off_the_site(wanted: str) -> None:
    published()
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    next_version("terms-of-use", adds="Kewajiban baru.")
    led = signed_in(gita).post("/account/consents/again/", {"account": "given", "next": wanted})
    assert led.headers["Location"] == "/account/"


def test_giving_and_taking_back_are_one_press_each_and_stand_in_the_timeline() -> None:
    published()
    gita = reader("gita")
    browser = signed_in(gita, is_proven=False)
    browser.post("/account/consents/newsletter/give/")
    assert has_consented(gita, NEWSLETTER)
    browser.post("/account/consents/newsletter/withdraw/")
    assert not has_consented(gita, NEWSLETTER)
    page = browser.get("/account/consents/").text
    assert page.count('class="receipt"') == 2
    kinds = set(SecurityEvent.objects.filter(person=gita).values_list("kind", flat=True))
    assert {"consent_given", "consent_withdrawn"} <= kinds


def test_agreements_need_a_token_of_the_page_a_session_and_a_known_purpose(client: Client) -> None:
    published()
    gita = reader("gita")
    assert signed_in(gita, checks_csrf=True).post("/account/consents/newsletter/give/").status_code == 403
    assert client.post("/account/consents/newsletter/give/").status_code == 302
    assert signed_in(gita).get("/account/consents/newsletter/give/").status_code == 405
    assert signed_in(gita).post("/account/consents/superuser/give/").status_code == 404
    assert not ConsentReceipt.objects.exists()


def test_nobody_sees_or_changes_another_s_agreements() -> None:
    published()
    gita, hadi = reader("gita"), reader("hadi")
    give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    browser = signed_in(hadi)
    browser.post("/account/consents/newsletter/withdraw/", {"person": gita.pk, "person_id": gita.pk})
    assert has_consented(gita, NEWSLETTER)
    assert browser.get("/account/consents/").text.count('class="receipt"') == 1


def test_what_a_page_asks_for_by_itself_is_not_led_away() -> None:
    published()
    gita = reader("gita")
    accept_at_sign_up(gita, language="id")
    next_version("terms-of-use", adds="Kewajiban baru.")
    browser = signed_in(gita)
    assert browser.get("/account/overlay").status_code == 200
    asked_for_itself = browser.get("/account/", headers={"Sec-Fetch-Mode": "cors"})
    assert asked_for_itself.status_code == 200
