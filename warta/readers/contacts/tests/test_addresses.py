"""Another e-mail address: proven where it leads, told where it led."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from warta.lib.clock import now
from warta.readers.contacts.addresses import AddressRefused, begin_change, finish_change, take_back_address
from warta.readers.contacts.tests.mailbox import mails_to
from warta.readers.models import User

pytestmark = pytest.mark.django_db
NEW = "dewi@baru.example"


@pytest.fixture
def dewi() -> User:
    return User.objects.create_user("dewi@pembaca.example")


@pytest.fixture
def request_of_dewi() -> HttpRequest:
    request = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")
    request.session = SessionStore()
    return request


def code_sent_to(address: str) -> str:
    found = re.match(r"([\d ]+\d) ", mails_to(address)[-1].headline)
    assert found
    return found[1]


def change(person: User, address: str, request: HttpRequest) -> None:
    begin_change(person, address, request=request)
    finish_change(person, code_sent_to(address), request=request)


def test_the_code_from_the_new_address_makes_it_the_account_s(dewi: User, request_of_dewi: HttpRequest) -> None:
    change(dewi, NEW, request_of_dewi)
    dewi.refresh_from_db()
    assert dewi.email == NEW


def test_the_address_before_is_told_and_the_one_before_that_too(dewi: User, request_of_dewi: HttpRequest) -> None:
    before = dewi.email
    change(dewi, NEW, request_of_dewi)
    change(dewi, "dewi@lagi.example", request_of_dewi)
    assert len(mails_to(before)) == 2
    text = mails_to(before)[0].letter.text  # type: ignore[union-attr]
    assert "token=" in text
    assert NEW not in text


def test_a_wrong_code_changes_nothing(dewi: User, request_of_dewi: HttpRequest) -> None:
    begin_change(dewi, NEW, request=request_of_dewi)
    with pytest.raises(AddressRefused):
        finish_change(dewi, "0000 0000", request=request_of_dewi)
    dewi.refresh_from_db()
    assert dewi.email == "dewi@pembaca.example"


def test_a_code_asked_for_by_one_account_changes_no_other(dewi: User, request_of_dewi: HttpRequest) -> None:
    eko = User.objects.create_user("eko@pembaca.example")
    begin_change(dewi, NEW, request=request_of_dewi)
    with pytest.raises(AddressRefused):
        finish_change(eko, code_sent_to(NEW), request=request_of_dewi)


def test_an_address_with_an_account_shows_only_to_who_proves_it(dewi: User, request_of_dewi: HttpRequest) -> None:
    eko = User.objects.create_user("eko@pembaca.example")
    begin_change(dewi, eko.email, request=request_of_dewi)  # the same answer as for any other
    with pytest.raises(AddressRefused, match="another account"):
        finish_change(dewi, code_sent_to(eko.email), request=request_of_dewi)
    assert User.objects.get(pk=dewi.pk).email == "dewi@pembaca.example"


@pytest.mark.parametrize("text", ["", "dewi", "a@b\r\nBcc: c@d.example", "<a@b.example>", "a@b.example, c@d.example"])
def test_what_is_no_address_is_refused(dewi: User, request_of_dewi: HttpRequest, text: str) -> None:
    with pytest.raises(AddressRefused):
        begin_change(dewi, text, request=request_of_dewi)


def test_a_stranger_s_change_is_taken_back(dewi: User, request_of_dewi: HttpRequest) -> None:
    moment, before = now(), dewi.email
    change(dewi, "mallory@evil.example", request_of_dewi)
    change(dewi, "mallory@worse.example", request_of_dewi)
    take_back_address(dewi, moment)
    assert User.objects.get(pk=dewi.pk).email == before
