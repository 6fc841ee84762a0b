from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from warta.lib.clock import clock_at, now
from warta.readers.models import OpenSession, SecurityEvent
from warta.readers.sign_ins.services import note
from warta.readers.sign_ins.sessions import forget_dead
from warta.readers.sign_ins.tests.conftest import CHROME, Browser
from warta.readers.tests.cast import person

LIST, TIMELINE = "/en/account/security/sessions/", "/en/account/security/"


def _is_in(client: Client) -> bool:
    return client.get(TIMELINE).status_code == 200


@pytest.mark.django_db
def test_the_list_says_where_one_is_signed_in_and_which_is_this_one(browser: Browser) -> None:
    ana = person("ana")
    phone, _computer = browser(ana), browser(ana, agent=CHROME, address="203.0.113.5")
    page = phone.get(LIST).content.decode()
    assert "Firefox on Android" in page
    assert "Chrome on Windows" in page
    assert "network 203.0.113.0/24" in page
    assert page.count("This one") == 1
    assert page.index("This one") < page.index("Chrome on Windows")


@pytest.mark.django_db
def test_an_ended_session_is_dead_at_once(browser: Browser) -> None:
    ana = person("ana")
    phone, stolen = browser(ana), browser(ana, agent=CHROME)
    row = OpenSession.objects.get(session_key=stolen.cookies["sessionid"].value)
    phone.post(f"{LIST}{row.public_id}/end/")
    assert (_is_in(phone), _is_in(stolen)) == (True, False)
    assert not Session.objects.filter(session_key=row.session_key).exists()


@pytest.mark.django_db
def test_ending_the_others_leaves_this_one_and_ending_all_leaves_none(browser: Browser) -> None:
    ana = person("ana")
    phone, computer = browser(ana), browser(ana, agent=CHROME)
    phone.post(f"{LIST}end-others/")
    assert (_is_in(phone), _is_in(computer)) == (True, False)
    phone.post(f"{LIST}end-everywhere/")
    assert not _is_in(phone)
    assert not OpenSession.objects.exists()


@pytest.mark.django_db
def test_another_persons_session_cant_be_ended_by_its_id(browser: Browser) -> None:
    ana, dewi = browser(person("ana")), browser(person("dewi"))
    row = OpenSession.objects.get(session_key=ana.cookies["sessionid"].value)
    assert dewi.post(f"{LIST}{row.public_id}/end/").status_code == 404
    assert dewi.post(f"{LIST}nosuchid/end/").status_code == 404
    assert _is_in(ana)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{LIST}end-others/", f"{LIST}end-everywhere/"])
def test_neither_a_link_nor_another_site_ends_a_session(browser: Browser, address: str) -> None:
    ana = person("ana")
    phone, _computer = browser(ana, enforce_csrf_checks=True), browser(ana, agent=CHROME)
    assert phone.get(address).status_code == 405
    assert phone.post(address).status_code == 403
    assert OpenSession.objects.count() == 2


@pytest.mark.django_db
def test_a_session_is_written_once_an_hour_and_asks_nothing_in_between(browser: Browser) -> None:
    phone = browser(person("ana"))
    row = OpenSession.objects.get()
    with CaptureQueriesContext(connection) as asked:
        phone.get("/en/account/overlay")
    assert [query for query in asked if "opensession" in query["sql"] or "UPDATE" in query["sql"]] == []
    with clock_at(now() + timedelta(hours=1)):
        phone.get("/en/account/overlay")
    assert OpenSession.objects.get().seen_at > row.seen_at


@pytest.mark.django_db
def test_a_session_keeps_its_row_when_its_key_changes(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    session = phone.session
    session.cycle_key()
    session.save()
    phone.cookies["sessionid"] = session.session_key or ""
    before = OpenSession.objects.get()
    phone.get(TIMELINE)
    after = OpenSession.objects.get()
    assert (after.public_id, after.session_key) == (before.public_id, session.session_key)


@pytest.mark.django_db
def test_a_key_that_somebody_fixed_before_the_sign_in_opens_nothing() -> None:
    planted = Client()
    session = planted.session
    session["seen"] = "x"
    session.save()
    planted.cookies["sessionid"] = session.session_key or ""
    victim = Client()
    victim.cookies["sessionid"] = session.session_key or ""
    victim.force_login(person("ana"))
    assert _is_in(victim)
    assert not _is_in(planted)


@pytest.mark.django_db
def test_a_request_under_way_does_not_bring_an_ended_session_back(browser: Browser) -> None:
    ana = person("ana")
    phone, stolen = browser(ana), browser(ana, agent=CHROME)
    phone.post(f"{LIST}end-others/")
    with clock_at(now() + timedelta(hours=2)):
        stolen.get(TIMELINE)
    assert OpenSession.objects.count() == 1


@pytest.mark.django_db
def test_signing_out_takes_the_row_away(browser: Browser) -> None:
    phone = browser(person("ana"))
    phone.logout()
    assert not OpenSession.objects.exists()


@pytest.mark.django_db
def test_rows_whose_session_ran_out_are_taken_away(browser: Browser) -> None:
    browser(person("ana"))
    Session.objects.update(expire_date=now() - timedelta(days=1))
    OpenSession.objects.update(opened_at=now() - timedelta(days=20))
    assert forget_dead() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "agent", ["<img src=x onerror=alert(1)> Firefox/9", "A" * 4000, "\u202eFirefox/128 evil", "\x1b[31m\x07", ""]
)
def test_a_hostile_description_of_a_browser_shows_as_words_of_ours(browser: Browser, agent: str) -> None:
    phone = browser(person("ana"), agent=agent)
    page = phone.get(LIST).content.decode()
    assert "onerror" not in page
    assert "\u202e" not in page
    assert "AAAA" not in page
    assert "This one" in page


@pytest.mark.django_db
def test_a_forged_forwarding_changes_no_place(browser: Browser) -> None:
    ana = person("ana")
    phone = browser(ana)
    phone.get(LIST, headers={"x-forwarded-for": "198.51.100.9"})
    assert "198.51.100" not in phone.get(LIST).content.decode()
    assert SecurityEvent.objects.filter(person=ana).count() == 1


@pytest.mark.django_db
def test_a_changed_password_ends_every_other_session_and_not_this_one(browser: Browser) -> None:
    ana = person("ana")
    phone, computer = browser(ana), browser(ana, agent=CHROME)
    request = RequestFactory().get("/")
    request.session = phone.session
    note(ana, "password_changed", request=request)
    assert (_is_in(phone), _is_in(computer)) == (True, False)
    note(ana, "password_changed")
    assert not _is_in(phone)
