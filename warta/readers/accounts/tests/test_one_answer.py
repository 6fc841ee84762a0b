"""Known and unknown addresses: the same text, the same status, the same work."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

import pytest
from django.apps import apps
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


@dataclass(frozen=True)
class Seen:
    """All that one visit shows and does; `rows` are those that it wrote, by table."""

    status: int
    text: str
    statements: list[str]
    rows: dict[str, int]
    templates: list[str | None]
    hashes: int
    cookies: list[str]


def _seen(visit: Visit, email: str) -> Seen:
    client, _Counted.hashes = Client(), 0
    before = _rows()
    with CaptureQueriesContext(connection) as caught:
        answer = visit(client, email)
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(email, "…")
    return Seen(
        status=answer.status_code, text=text, hashes=_Counted.hashes, cookies=sorted(client.cookies),
        statements=[re.sub(r"\d+", "0", query["sql"])[:60] for query in caught.captured_queries],
        rows={table: count - before[table] for table, count in _rows().items() if count != before[table]},
        templates=[template.name for template in answer.templates],
    )  # fmt: skip


def _rows() -> dict[str, int]:
    return {model._meta.db_table: model._default_manager.count() for model in apps.get_models()}


def _calls(visit: Visit, email: str) -> int:
    """How many functions were called: work that can be counted, however busy the machine is."""
    client, calls = Client(), 0

    def count(_frame: FrameType | None, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        visit(client, email)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("visit", VISITS)
def test_known_unknown_and_closed_accounts_get_the_same_answer_by_the_same_work(visit: Visit) -> None:
    _seen(visit, "first@warta.example")  # what is read once for all
    known, unknown, closed = (_seen(visit, email) for email in (KNOWN, UNKNOWN, CLOSED))
    assert known == unknown == closed


@pytest.mark.parametrize("visit", VISITS)
def test_known_and_unknown_accounts_take_as_many_calls(visit: Visit) -> None:
    """A row that is found is a hundred calls, of 17,000 and more: 0.02 ms, which no line lets anybody see."""
    _calls(visit, "first@warta.example")
    known, unknown = (min(_calls(visit, email) for _ in range(2)) for email in (KNOWN, UNKNOWN))
    assert abs(known - unknown) < 400, (known, unknown)


def test_a_password_is_hashed_once_whoever_is_named() -> None:
    for email in (KNOWN, UNKNOWN, CLOSED):
        assert _seen(_password, email).hashes == 1
