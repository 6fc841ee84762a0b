from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from warta.lib.clock import clock_at
from warta.outbox.models import Delivery, Lane
from warta.readers.accounts.tests.door import ask_code, latest_code, told, type_code
from warta.readers.models import SecurityEvent, User, WaitingMail
from warta.readers.tests.cast import person

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_new_reader_makes_an_account_with_nothing_but_an_address() -> None:
    client = Client()
    assert ask_code(client, "Siti@Example.org", "account_signup").url == reverse("account_confirm_login_code")
    assert not User.objects.exists()
    assert type_code(client, latest_code()).url == reverse("account_welcome")
    answer = client.post(reverse("account_welcome"), {"display_name": "  Siti   N. "})
    assert answer.headers["Location"] == reverse("account_overview")
    siti = User.objects.get()
    assert (siti.email, siti.display_name, siti.is_staff) == ("siti@example.org", "Siti N.", False)
    assert not siti.has_usable_password()
    assert client.get(reverse("account_overview")).status_code == 200
    assert set(SecurityEvent.objects.values_list("kind", flat=True)) >= {"signed_up", "signed_in"}


def test_who_has_an_account_is_simply_signed_in_even_from_the_page_for_new_ones() -> None:
    person("ana", "reporter")
    client = Client()
    ask_code(client, "ana@warta.example", "account_signup")
    assert type_code(client, latest_code()).url == reverse("wagtailadmin_home")
    assert client.cookies["signed_in"].value == "1"


def test_a_code_is_put_in_its_own_lane_sealed_and_lives_three_minutes() -> None:
    with clock_at(MORNING):
        ask_code(Client(), "siti@example.org")
    mail = WaitingMail.objects.get()
    assert mail.expires_at == MORNING + timedelta(minutes=3)
    assert told(mail)["to"] == "siti@example.org"
    assert Delivery.objects.get().lane == Lane.CODES
    code = latest_code().replace(" ", "")
    rows = [*Session.objects.values_list("session_data", flat=True)]
    assert not any(code in row or base64.b64encode(code.encode()).decode()[:8] in row for row in rows)


def test_a_code_is_good_for_three_minutes() -> None:
    client = Client()
    with clock_at(MORNING):
        ask_code(client, "siti@example.org")
    with clock_at(MORNING + timedelta(seconds=180)):
        assert "too old" in _words(type_code(client, latest_code()))
    with clock_at(MORNING + timedelta(seconds=179)):
        assert type_code(client, latest_code()).status_code == 302


def test_the_third_wrong_try_is_the_last_even_for_the_right_code() -> None:
    client = Client()
    ask_code(client, "siti@example.org")
    answers = [_words(type_code(client, "0000 0000")) for _ in range(3)]
    assert all("not the code" in answer for answer in answers)
    assert "used up" in _words(type_code(client, latest_code()))


def test_a_code_is_redeemed_once_and_a_new_one_kills_the_old() -> None:
    client, other = Client(), Client()
    ask_code(client, "siti@example.org")
    old = latest_code()
    ask_code(client, "siti@example.org")
    assert "not the code" in _words(type_code(client, old))
    code = latest_code()
    assert type_code(other, code).status_code == 302  # another browser has no code under way
    assert other.get(reverse("account_welcome")).headers["Location"] == reverse("account_signup")
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    assert type_code(client, code).url == reverse("account_welcome")
    assert type_code(other, code).url == reverse("account_welcome")  # already proven: nothing is redeemed again


def test_dashes_and_spaces_in_a_code_make_no_difference() -> None:
    client = Client()
    ask_code(client, "siti@example.org")
    assert type_code(client, f" {latest_code().replace(' ', '-')} ").status_code == 302


def test_a_mailbox_is_not_filled_with_codes() -> None:
    with clock_at(MORNING):
        answers = [ask_code(Client(REMOTE_ADDR=f"192.0.2.{n}"), "siti@example.org") for n in range(5)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 200]
    assert "too often" in _words(answers[4])
    assert WaitingMail.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_no_more_than_three_count() -> None:
    client = Client()
    ask_code(client, "siti@example.org")
    session = client.cookies["sessionid"].value

    def guess(number: int) -> bool:
        another = Client(raise_request_exception=False)
        another.cookies["sessionid"] = session
        try:
            with override("en"):  # each thread has a language of its own
                return "not the code" in type_code(another, f"{number:08}").content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(guess, range(12))) == 3


def test_a_closed_account_is_told_only_to_who_holds_its_address() -> None:
    gone = person("gone", "reporter")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    client = Client()
    ask_code(client, gone.email)
    assert type_code(client, latest_code()).url == reverse("account_inactive")
    assert "closed" in _words(client.get(reverse("account_inactive")))
    assert "_auth_user_id" not in client.session


def test_a_code_sent_to_sign_in_proves_nothing_else() -> None:
    ana = person("ana", "reporter")
    client = Client()
    ask_code(client, ana.email)
    code = latest_code()
    client.force_login(ana)
    answer = client.post(reverse("account_reauthenticate"), {"code": code})
    assert "used up" in _words(answer)
