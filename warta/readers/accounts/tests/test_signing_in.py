from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.lib.addresses import trusted_networks
from warta.lib.clock import clock_at
from warta.limits.models import Allowance
from warta.readers.accounts import devices
from warta.readers.models import User
from warta.readers.tests.cast import PASSWORD, person

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
WRONG = "salah-salah-salah"


def _try(
    email: str, password: str, *, address: str = "203.0.113.7", client: Client | None = None, forwarded: str = ""
) -> str:
    """What the page says about one try, or "" when it let the person in."""
    visitor = client or Client()
    answer = visitor.post(
        reverse("account_login"),
        {"email": email, "password": password},
        headers={"x-forwarded-for": forwarded} if forwarded else {},
        REMOTE_ADDR=address,
    )
    if answer.status_code == 302:
        return ""
    found = re.search(r'role="alert">(.*?)</p>', answer.content.decode(), re.DOTALL)
    assert found is not None
    return found[1].strip()


@pytest.mark.django_db
def test_the_right_password_lets_in_and_leaves_an_entry() -> None:
    ana = person("ana", "reporter")
    assert _try("ana@warta.example", PASSWORD) == ""
    assert AuditEntry.objects.get(action="member.signed_in").actor == ana.public_id


@pytest.mark.django_db
def test_a_wrong_password_an_unknown_account_and_a_closed_one_get_the_same_answer() -> None:
    person("ana", "reporter")
    User.objects.create_user("reader@warta.example", None)  # signs in by code, has no password
    gone = person("gone", "reporter")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    answers = {
        _try("ana@warta.example", WRONG),
        _try("nobody@warta.example", WRONG),
        _try("reader@warta.example", WRONG),
        _try("gone@warta.example", PASSWORD),
    }
    assert len(answers) == 1
    assert "belong together" in answers.pop()


@pytest.mark.django_db
def test_guessing_is_slowed_with_a_friendly_word_whether_or_not_the_account_exists() -> None:
    person("ana", "reporter")
    with clock_at(MORNING):
        answers = [[_try(email, WRONG) for _ in range(6)] for email in ("ana@warta.example", "nobody@warta.example")]
    assert answers[0] == answers[1]
    assert "belong together" in answers[0][4]
    assert "3 minutes" in answers[0][5]
    with clock_at(MORNING):
        assert "too often" in _try("Ana@Warta.example", PASSWORD)
    with clock_at(MORNING + timedelta(minutes=3)):
        assert _try("ana@warta.example", PASSWORD) == ""


@pytest.mark.django_db
def test_a_stranger_elsewhere_does_not_lock_a_member_out() -> None:
    person("ana", "reporter")
    with clock_at(MORNING):
        for _ in range(8):
            _try("ana@warta.example", WRONG, address="198.51.100.66")
        assert _try("ana@warta.example", PASSWORD) == ""


@pytest.mark.django_db
def test_a_device_that_is_known_gets_in_while_strangers_use_up_the_tries_of_its_network_and_account() -> None:
    person("ana", "reporter")
    known = Client()
    with clock_at(MORNING):
        assert _try("ana@warta.example", PASSWORD, client=known) == ""
        known.post(reverse("account_logout"))
        for number in range(60):
            _try("ana@warta.example", WRONG, address=f"198.51.100.{number}")
        for number in range(40):
            _try(f"p{number}@warta.example", WRONG)
        assert "too often" in _try("ana@warta.example", PASSWORD)
        assert _try("ana@warta.example", PASSWORD, client=known) == ""


@pytest.mark.django_db
def test_a_known_device_has_few_tries_too_and_none_for_another_account() -> None:
    person("ana", "reporter")
    known = Client()
    with clock_at(MORNING):
        _try("ana@warta.example", PASSWORD, client=known)
        known.post(reverse("account_logout"))
        answers = [_try("ana@warta.example", WRONG, client=known) for _ in range(6)]
        assert "too often" in answers[5]
        for number in range(60):
            _try("budi@warta.example", WRONG, address=f"198.51.100.{number}")
        assert "too often" in _try("budi@warta.example", WRONG, client=known)


@pytest.mark.django_db
def test_a_device_cookie_says_nothing_of_whose_it_is_and_can_not_be_made_up() -> None:
    person("ana", "reporter")
    known, forged = Client(), Client()
    _try("ana@warta.example", PASSWORD, client=known)
    cookie = known.cookies[devices.COOKIE]
    assert "ana" not in cookie.value
    assert cookie["httponly"]
    request = RequestFactory().get("/")
    request.COOKIES[devices.COOKIE] = cookie.value
    assert devices.known_device(request, "ANA@warta.example")
    assert not devices.known_device(request, "budi@warta.example")
    request.COOKIES[devices.COOKIE] = f"x.{'0' * 64}"
    assert not devices.known_device(request, "ana@warta.example")
    assert not forged.cookies


@pytest.mark.django_db
def test_one_address_can_not_try_many_accounts() -> None:
    with clock_at(MORNING):
        answers = [_try(f"p{number}@warta.example", WRONG, address="2001:db8::7") for number in range(31)]
        assert "too often" in answers[30]
        assert "too often" in _try("other@warta.example", WRONG, address="2001:db8::8")
        assert "too often" not in _try("other@warta.example", WRONG, address="2001:db8:1::8")


@pytest.mark.django_db
def test_an_invented_forwarding_header_makes_no_new_address(settings: Settings) -> None:
    settings.PROXY_NETWORKS = trusted_networks(["10.0.0.1"])
    with clock_at(MORNING):
        answers = [
            _try("ana@warta.example", WRONG, address="203.0.113.7", forwarded=f"192.0.2.{number}")
            for number in range(6)
        ]
    assert "too often" in answers[5]


@pytest.mark.django_db
def test_neither_address_nor_account_stands_in_the_limiter() -> None:
    _try("ana@warta.example", WRONG)
    assert all(re.fullmatch("[0-9a-f]{32}", row.key) for row in Allowance.objects.all())
