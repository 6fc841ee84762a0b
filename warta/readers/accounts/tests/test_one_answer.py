"""Known and unknown addresses: the same text, the same status, the same work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from warta.readers import vault
from warta.readers.models import User
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN, CLOSED = "ana@warta.example", "nobody@warta.example", "gone@warta.example"
Visit = Callable[[Client, str], Any]


@pytest.fixture(autouse=True)
def _people(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}._Counted"]
    ana, gone = person("ana", "reporter"), person("gone", "reporter")
    for someone in (ana, gone):
        vault.sealed_for(someone, "first", "")  # as making an account does
    User.objects.filter(pk=gone.pk).update(is_active=False)


def _password(client: Client, email: str) -> Any:
    return client.post(reverse("account_login"), {"email": email, "password": "salah-salah-salah"})


def _code(client: Client, email: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": email}, follow=True)


def _sign_up(client: Client, email: str) -> Any:
    return client.post(reverse("account_signup"), {"email": email}, follow=True)


def _reset(client: Client, email: str) -> Any:
    page = f"{reverse('account_request_login_code')}?next={reverse('account_change_password')}"
    return client.post(page, {"email": email}, follow=True)


def _wrong_code(client: Client, email: str) -> Any:
    _code(client, email)
    return client.post(reverse("account_confirm_login_code"), {"code": "0000 0000"})


class _Counted(PBKDF2PasswordHasher):
    """Counts how often a password is hashed."""

    hashes = 0
    iterations = 1

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        type(self).hashes += 1
        return super().encode(password, salt, iterations)


VISITS = (_password, _code, _sign_up, _reset, _wrong_code)


def _seen(visit: Visit, email: str) -> tuple[int, str, list[str], int, list[str]]:
    """Status, text, statements, hashes and cookies of one visit."""
    client, _Counted.hashes = Client(), 0
    with CaptureQueriesContext(connection) as caught:
        answer = visit(client, email)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(email, "…")
    statements = [re.sub(r"\d+", "0", query["sql"])[:60] for query in caught.captured_queries]
    return answer.status_code, text, statements, _Counted.hashes, sorted(client.cookies)


@pytest.mark.parametrize("visit", VISITS)
def test_known_unknown_and_closed_accounts_get_the_same_answer_by_the_same_work(visit: Visit) -> None:
    _seen(visit, "first@warta.example")  # what is read once for all
    known, unknown, closed = (_seen(visit, email) for email in (KNOWN, UNKNOWN, CLOSED))
    for one, two, three in zip(known, unknown, closed, strict=True):
        assert one == two == three


def test_a_password_is_hashed_once_whoever_is_named() -> None:
    for email in (KNOWN, UNKNOWN, CLOSED):
        assert _seen(_password, email)[3] == 1
