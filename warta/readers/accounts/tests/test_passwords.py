from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from warta.readers.accounts.passwords import NotInRange
from warta.readers.accounts.tests.door import proven
from warta.readers.models import User
from warta.readers.tests.cast import PASSWORD, person

ASKED: list[str] = []
BREACHED = "sungai-deras-tanpa-tepi"


@pytest.mark.parametrize(
    "password",
    [
        "pendek", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", "abcabcabcabc", "rahasia2024", "Indonesia1945!",
        "Bismillah123", "sayangku12", "p4ssw0rd2024", "ana.wulandari1", "iloveyou123", "0987654321", "Warta2026!!",
    ],
)  # fmt: skip
def test_what_guessers_try_first_is_refused(password: str) -> None:
    ana = User(email="ana.wulandari@example.org", display_name="Ana")
    with pytest.raises(ValidationError):
        validate_password(password, ana)


@pytest.mark.parametrize("password", [PASSWORD, "kuda laut minum kopi", "Tx9#vQ2!mL7z", "84629571-4408"])
def test_others_are_taken(password: str) -> None:
    validate_password(password, User(email="ana@example.org"))


class _List(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append(self.path)
        suffix = hashlib.sha1(BREACHED.encode()).hexdigest().upper()[5:]
        body = f"{suffix}:7\r\n{'0' * 35}:0\r\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def breached_list(settings: Settings) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), _List)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.PASSWORD_RANGE = f"http://127.0.0.1:{server.server_port}"
    ASKED.clear()
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("breached_list")
def test_an_online_list_is_asked_by_five_digits_of_a_hash_and_nothing_more() -> None:
    with pytest.raises(ValidationError):
        NotInRange().validate(BREACHED)
    NotInRange().validate(PASSWORD)
    digest = hashlib.sha1(BREACHED.encode()).hexdigest().upper()
    assert ASKED[0] == f"/range/{digest[:5]}"


def test_a_list_that_can_not_be_asked_refuses_nobody(settings: Settings) -> None:
    settings.PASSWORD_RANGE = "http://127.0.0.1:9"
    NotInRange().validate(BREACHED)


@pytest.fixture
def _real_hashers(settings: Settings) -> None:
    """Tests hash quickly otherwise."""
    settings.PASSWORD_HASHERS = [
        "warta.readers.accounts.hashing.LeanArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("_real_hashers")
def test_a_new_password_ends_every_other_session_and_keeps_this_one_under_a_new_key() -> None:
    ana = person("ana", "reporter")
    here, there = proven(ana), proven(ana)
    before = here.cookies["sessionid"].value
    page = reverse("account_change_password")
    assert here.post(page, {"password": "kuda laut minum kopi", "again": "kuda laut minum kopi"}).status_code == 302
    assert here.cookies["sessionid"].value != before
    assert here.get(reverse("account_overview")).status_code == 200
    assert there.get(reverse("account_overview")).status_code == 302
    ana.refresh_from_db()
    assert ana.password.startswith("argon2$argon2id$")


@pytest.mark.django_db
def test_two_that_differ_and_the_one_that_one_has_are_refused_with_a_sentence() -> None:
    client = proven(person("ana", "reporter"))
    page = reverse("account_change_password")
    shown = client.post(page, {"password": "kuda laut minum kopi", "again": "kuda laut minum teh"}).content.decode()
    assert "not the same" in shown
    assert "the password you have" in client.post(page, {"password": PASSWORD, "again": PASSWORD}).content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("_real_hashers")
def test_a_password_hashed_the_older_way_still_lets_in_and_is_hashed_anew() -> None:
    ana = person("ana", "reporter")
    User.objects.filter(pk=ana.pk).update(password=make_password(PASSWORD, hasher="pbkdf2_sha256"))
    assert Client().post(reverse("account_login"), {"email": ana.email, "password": PASSWORD}).status_code == 302
    ana.refresh_from_db()
    assert ana.password.startswith("argon2$")
