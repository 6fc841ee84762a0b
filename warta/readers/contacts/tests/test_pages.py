"""The pages of the contacts, as a browser without scripts walks through them."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from warta.lib.clock import now
from warta.outbox.models import TELEGRAM, Listening
from warta.readers import vault
from warta.readers.accounts.proving import PROVEN_AT
from warta.readers.contacts.telegram import claim_link
from warta.readers.contacts.tests.mailbox import mails_to
from warta.readers.models import User
from warta.readers.vault_fields import PHONE, TELEGRAM_CHAT

pytestmark = pytest.mark.django_db
PAGES = ("account_contacts", "account_address", "account_phone", "account_telegram")


@pytest.fixture
def dewi() -> User:
    return User.objects.create_user("dewi@pembaca.example", language="en")


@pytest.fixture
def browser(dewi: User) -> Client:
    """Signed in, and proven a moment ago."""
    client = Client(HTTP_HOST="127.0.0.1:8000")
    client.force_login(dewi)
    session = client.session
    session[PROVEN_AT] = now().timestamp()
    session.save()
    return client


def latest_code(address: str) -> str:
    found = re.match(r"([\d ]+\d) ", mails_to(address)[-1].headline)
    assert found
    return found[1]


def text_of(browser: Client, name: str) -> str:
    answer = browser.get(reverse(name))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_nobody_sees_it_without_signing_in(name: str, client: Client) -> None:
    answer = client.get(reverse(name), headers={"host": "127.0.0.1:8000"})
    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


@pytest.mark.parametrize("name", PAGES[1:])
@pytest.mark.parametrize("act", ["begin", "finish", "remove", "confirm", "unlink", "call_off"])
def test_nothing_is_changed_without_a_fresh_proof(name: str, act: str, dewi: User) -> None:
    client = Client(HTTP_HOST="127.0.0.1:8000")
    client.force_login(dewi)
    answer = client.post(reverse(name), {"act": act, "phone": "081234567890", "address": "x@baru.example"})
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer["Location"]
    assert mails_to(dewi.email) == []


def test_a_form_of_another_site_changes_nothing(dewi: User) -> None:
    client = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8000")
    client.force_login(dewi)
    session = client.session
    session[PROVEN_AT] = now().timestamp()
    session.save()
    assert client.post(reverse("account_phone"), {"act": "remove"}).status_code == 403


def test_a_phone_is_typed_proven_shown_covered_and_taken_out(browser: Client, dewi: User) -> None:
    browser.post(reverse("account_phone"), {"act": "begin", "phone": "0812 3456 7890"})
    assert "+62 ••• 7890" not in text_of(browser, "account_contacts")
    assert "+6281234567890" in text_of(browser, "account_phone")
    browser.post(reverse("account_phone"), {"act": "finish", "code": latest_code(dewi.email)})
    page = text_of(browser, "account_contacts")
    assert "+62 ••• 7890" in page
    assert "81234567890" not in page
    browser.post(reverse("account_phone"), {"act": "remove"})
    assert vault.own_value(dewi, PHONE) == ""


def test_a_wrong_code_says_what_to_do_and_keeps_the_page(browser: Client) -> None:
    browser.post(reverse("account_phone"), {"act": "begin", "phone": "0812 3456 7890"})
    words = ["2 more times", "once more", "third time"]
    for said in words:
        answer = browser.post(reverse("account_phone"), {"act": "finish", "code": "00000"})
        assert said in answer.content.decode()
    browser.post(reverse("account_phone"), {"act": "call_off"})
    assert 'name="phone"' in text_of(browser, "account_phone")


@pytest.mark.parametrize("phone", ["", "<script>alert(1)</script>", "a" * 5000, "\x00", "12"])
def test_what_is_no_number_is_answered_with_a_sentence(browser: Client, phone: str) -> None:
    answer = browser.post(reverse("account_phone"), {"act": "begin", "phone": phone})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_an_address_is_changed_by_the_code_that_went_there(browser: Client, dewi: User) -> None:
    browser.post(reverse("account_address"), {"act": "begin", "address": "Dewi@Baru.example"})
    assert "dewi@baru.example" in text_of(browser, "account_address")
    browser.post(reverse("account_address"), {"act": "finish", "code": latest_code("dewi@baru.example")})
    dewi.refresh_from_db()
    assert dewi.email == "dewi@baru.example"
    assert len(mails_to("dewi@pembaca.example")) == 1


def test_telegram_is_linked_and_unlinked(browser: Client, dewi: User, settings: Settings) -> None:
    settings.TELEGRAM_TOKEN = "42:abcdefghijklmnopqrstuvwx"
    Listening.objects.create(channel=TELEGRAM, bot_name="warta_bot")
    begun = browser.post(reverse("account_telegram"), {"act": "begin"}).content.decode()
    found = re.search(r'href="https://t\.me/warta_bot\?start=(\w+)"', begun)
    assert found
    assert "<svg" in begun
    assert found[1] not in text_of(browser, "account_telegram")
    claim_link(found[1], chat="77", account="@<b>dewi")
    shown = text_of(browser, "account_telegram")
    assert "@&lt;b•••" in shown
    claim = re.search(r'name="claim" value="(\w+)"', shown)
    assert claim
    browser.post(reverse("account_telegram"), {"act": "confirm", "claim": claim[1]})
    assert vault.own_value(dewi, TELEGRAM_CHAT) == "77"
    browser.post(reverse("account_telegram"), {"act": "unlink"})
    assert vault.own_value(dewi, TELEGRAM_CHAT) == ""


def test_fields_that_no_form_has_change_nothing(browser: Client, dewi: User) -> None:
    stray = {"act": "begin", "phone": "0812 3456 7890", "is_staff": "1", "email": "x@y.example", "person": "1"}
    browser.post(reverse("account_phone"), stray)
    before = dewi.email
    dewi.refresh_from_db()
    assert (dewi.email, dewi.is_staff) == (before, False)
