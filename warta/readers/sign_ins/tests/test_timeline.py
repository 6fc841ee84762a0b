from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from warta.audit.models import AuditEntry
from warta.lib.clock import clock_at, now
from warta.readers.contacts.telling import EMAIL, keep_former
from warta.readers.models import OpenSession, SecurityEvent, SignIn, User, WaitingMail
from warta.readers.sign_ins.disowning import SAME_ACT, TAKERS_BACK, must_take_back
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.queries import LINES_PER_PAGE
from warta.readers.sign_ins.services import note
from warta.readers.sign_ins.tests.conftest import CHROME, Browser
from warta.readers.tests.cast import PASSWORD, person

TIMELINE = "/en/account/security/"


def _event(who: User, kind: str = "signed_in") -> SecurityEvent:
    return SecurityEvent.objects.filter(person=who, kind=kind).latest("id")


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"


@pytest.mark.django_db
def test_the_timeline_says_what_happened_when_where_and_with_what(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    note(ana, "factor_added", facts={"factor": "passkey"})
    page = phone.get(TIMELINE).content.decode()
    assert "Signed in" in page
    assert "Firefox on Android" in page
    assert "A way of signing in was added: passkey" in page


@pytest.mark.django_db
def test_in_indonesian_it_speaks_indonesian_with_the_local_date(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    with override("id"):
        page = phone.get("/account/security/").content.decode()
    assert "WIB" in page


@pytest.mark.django_db
def test_many_failures_in_a_row_from_one_place_are_one_line(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    stranger = RequestFactory().get("/", REMOTE_ADDR="203.0.113.5", headers={"user-agent": CHROME})
    for _ in range(5):
        note(ana, "sign_in_failed", request=stranger)
    page = phone.get(TIMELINE).content.decode()
    assert page.count("Somebody tried to sign in and failed") == 1
    assert "5 times" in page


@pytest.mark.django_db
def test_the_timeline_is_paged_and_asks_little(
    browser: Browser, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ana = person("ana")
    phone = browser(ana)
    request = RequestFactory().get("/", headers={"user-agent": CHROME})
    for _ in range(LINES_PER_PAGE + 3):
        note(ana, "profile_changed", request=request)
    with django_assert_max_num_queries(8):
        page = phone.get(TIMELINE).content.decode()
    assert page.count("past__words") == LINES_PER_PAGE
    older = page.split('href="?before=')[1].split('"')[0]
    assert "Signed in" in phone.get(f"{TIMELINE}?before={older}").content.decode()
    assert phone.get(f"{TIMELINE}?before=²x").status_code == 200


@pytest.mark.django_db
def test_a_clock_that_was_set_back_does_not_put_new_things_behind_old_ones(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    with clock_at(now() - timedelta(days=30)):
        note(ana, "telegram_linked")
    page = phone.get(TIMELINE).content.decode()
    assert page.index("Telegram was linked") < page.index("Signed in")


@pytest.mark.django_db
def test_this_was_not_me_signs_everybody_out_and_shuts_the_password(browser: Browser) -> None:
    ana = person("ana")
    phone, stranger = browser(ana), browser(ana, agent=CHROME, address="203.0.113.5")
    event = _event(ana)
    assert "Chrome on Windows" in phone.get(f"{TIMELINE}not-me/{event.public_id}/").content.decode()
    assert phone.post(f"{TIMELINE}not-me/{event.public_id}/").status_code == 200
    assert [client.get(TIMELINE).status_code for client in (phone, stranger)] == [302, 302]
    ana.refresh_from_db()
    assert not ana.has_usable_password()
    assert not OpenSession.objects.exists()
    assert SignIn.objects.get(event=event).state == SignIn.State.FAILED
    assert WaitingMail.objects.filter(kind="disowned", person=ana).count() == 1
    assert AuditEntry.objects.filter(action="account.disowned", actor=ana.public_id).count() == 1


@pytest.mark.django_db
def test_looking_at_the_question_does_nothing_and_another_site_cant_answer_it(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana, enforce_csrf_checks=True)
    address = f"{TIMELINE}not-me/{_event(ana).public_id}/"
    assert (phone.get(address).status_code, phone.post(address).status_code) == (200, 403)
    ana.refresh_from_db()
    assert ana.has_usable_password()


@pytest.mark.django_db
def test_what_happened_to_somebody_else_cant_be_disowned(browser: Browser) -> None:
    ana = person("ana")
    browser(ana)
    dewi = browser(person("dewi"))
    assert dewi.post(f"{TIMELINE}not-me/{_event(ana).public_id}/").status_code == 404
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


@pytest.mark.django_db
def test_the_link_of_a_mail_does_the_same_without_signing_in_and_only_by_the_answer(browser: Browser) -> None:
    ana = person("ana")
    stranger, nobody = browser(ana), Client()
    path = _path(not_me_link(_event(ana), "en"))
    asked = nobody.get(path)
    assert asked.status_code == 200
    assert asked["Referrer-Policy"] == "same-origin"
    assert stranger.get(TIMELINE).status_code == 200
    nobody.post(path)
    assert stranger.get(TIMELINE).status_code == 302


@pytest.mark.django_db
def test_a_link_that_was_answered_once_does_nothing_more(browser: Browser) -> None:
    ana = person("ana")
    browser(ana)
    path = _path(not_me_link(_event(ana), "en"))
    Client().post(path)
    ana.set_password(PASSWORD)
    ana.save()
    later = browser(ana)
    assert Client().post(path).status_code == 200
    assert later.get(TIMELINE).status_code == 200
    assert WaitingMail.objects.filter(kind="disowned").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda path: path[:-2], lambda path: path.replace("token=", "token=x"),
                                    lambda path: path.partition("token=")[0]])  # fmt: skip
def test_a_forged_link_opens_nothing(browser: Browser, change: object) -> None:
    ana = person("ana")
    browser(ana)
    forged = change(_path(not_me_link(_event(ana), "en")))  # type: ignore[operator]
    assert Client().get(forged).status_code == 410


@pytest.mark.django_db
@pytest.mark.parametrize("away", [timedelta(days=8), timedelta(days=-1)])
def test_a_link_opens_nothing_after_its_time_or_before_it_was_made(browser: Browser, away: timedelta) -> None:
    ana = person("ana")
    browser(ana)
    path = _path(not_me_link(_event(ana), "en"))
    with clock_at(now() + away):
        assert Client().post(path).status_code == 410
    ana.refresh_from_db()
    assert ana.has_usable_password()


@pytest.mark.django_db
def test_what_a_stranger_left_behind_is_taken_back_in_the_same_breath(browser: Browser) -> None:
    taken: list[object] = []

    def taker(who: User, since: object) -> None:
        taken.append((who.pk, since))

    ana = person("ana")
    phone = browser(ana)
    event = _event(ana)
    must_take_back(taker)
    try:
        phone.post(f"{TIMELINE}not-me/{event.public_id}/")
    finally:
        TAKERS_BACK.remove(taker)
    assert taken == [(ana.pk, event.at - SAME_ACT)]


@pytest.mark.django_db
def test_whose_address_a_stranger_changed_gets_it_back_and_the_mail_goes_there(browser: Browser) -> None:
    ana = person("ana")
    browser(ana)
    keep_former(ana, EMAIL, ana.email)
    User.objects.filter(pk=ana.pk).update(email="stranger@warta.example")
    event = note(User.objects.get(pk=ana.pk), "contact_changed", facts={"contact": "e-mail"})
    Client().post(_path(not_me_link(event, "en")))
    assert User.objects.get(pk=ana.pk).email == ana.email


@pytest.mark.django_db
def test_a_passkey_that_a_stranger_added_opens_nothing_and_an_older_one_still_does(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.WEBAUTHN, data={}, created_at=now() - timedelta(1))
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={})
    phone.post(f"{TIMELINE}not-me/{_event(ana).public_id}/")
    assert [factor.type for factor in Authenticator.objects.filter(user=ana)] == [Authenticator.Type.WEBAUTHN]


@pytest.mark.django_db
def test_a_new_device_is_told_of_by_mail_and_a_first_or_known_one_is_not(browser: Browser) -> None:
    ana = person("ana")
    browser(ana)
    browser(ana)
    assert not WaitingMail.objects.filter(kind="new_sign_in").exists()
    browser(ana, agent=CHROME, address="203.0.113.5")
    assert WaitingMail.objects.filter(kind="new_sign_in", person=ana).count() == 1


@pytest.mark.django_db
def test_nothing_personal_is_logged_on_the_way(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    ana = person("ana")
    with caplog.at_level(logging.DEBUG):
        phone = browser(ana)
        phone.get(TIMELINE)
        phone.post(_path(not_me_link(_event(ana), "en")))
    told = "\n".join(f"{record.getMessage()} {vars(record)}" for record in caplog.records if "warta" in record.name)
    assert "103.28.12" not in told
    assert "Firefox" not in told
    assert ana.email not in told
