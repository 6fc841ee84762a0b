from __future__ import annotations

import io
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from warta.lib import logs
from warta.lib.clock import clock_at
from warta.lib.ports import Port
from warta.readers import ports
from warta.readers.accounts import proving
from warta.readers.accounts.next_page import is_own_path
from warta.readers.accounts.tests.door import ask_code, latest_code, proven, shown_by_app, type_code, with_app
from warta.readers.models import SecurityEvent, User
from warta.readers.ports import Passing, SignInFact
from warta.readers.tests.cast import PASSWORD, person

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
ELSEWHERE = (
    "//e.example/", "https://e.example/", "/\\e.example", "\\\\e.example", "javascript:alert(1)", "\t//e.example",
    "/\t/e.example", "///e.example", "http:/e.example", "e.example", " //e.example",
    "/\n/e.example",
)  # fmt: skip
HOSTILE = (
    '"><script>alert(1)</script>', "<img src=x onerror=alert(1)>", "{{ 7|add:7 }}{% csrf_token %}", "' OR 1=1 --",
    "a\x00b", "\u202egnp.exe", "𝕒𝕟𝕒@warta.example", "ana@warta.example\r\nBcc: x@e.example", "x" * 100_000,
    "<svg/onload=alert(1)>", "${7*7}", "../../etc/passwd", "ﷺ" * 500,
)  # fmt: skip


def _enter(client: Client, email: str = "ana@warta.example", **more: str) -> str:
    answer = client.post(reverse("account_login"), {"email": email, "password": PASSWORD, **more})
    return str(answer.headers.get("Location", ""))


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_led_to_another_site(elsewhere: str) -> None:
    person("ana", "reporter")
    client = Client()
    assert _enter(client, next=elsewhere) == reverse("wagtailadmin_home")
    assert client.get(f"{reverse('account_login')}", {"next": elsewhere}).headers["Location"] == reverse(
        "wagtailadmin_home"
    )
    assert not is_own_path(elsewhere)
    siti = User.objects.create_user("siti@example.org", None)
    other = proven(siti)
    other.post(reverse("account_reauthenticate"))
    answer = other.post(reverse("account_reauthenticate"), {"code": latest_code(), "next": elsewhere})
    assert answer.headers["Location"] == reverse("account_overview")


def test_a_session_planted_before_the_sign_in_opens_nothing() -> None:
    person("ana", "reporter")
    victim, thief = Client(), Client()
    ask_code(victim, "ana@warta.example")
    planted = victim.cookies["sessionid"].value
    type_code(victim, latest_code())
    thief.cookies["sessionid"] = planted
    assert thief.get(reverse("account_overview")).status_code == 302
    assert not Session.objects.filter(session_key=planted).exists()


def test_a_session_stolen_before_a_proof_is_worth_nothing_after_it() -> None:
    ana = person("ana", "reporter")
    secret = with_app(ana)
    victim, thief = Client(), Client()
    victim.force_login(ana)
    thief.cookies["sessionid"] = victim.cookies["sessionid"].value
    assert thief.get(reverse("account_overview")).status_code == 200
    victim.post(reverse("account_reauthenticate"), {"code": shown_by_app(secret)})
    assert thief.get(reverse("account_overview")).status_code == 302
    assert victim.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_what_matters_asks_again_when_the_last_proof_is_old() -> None:
    ana = person("ana", "reporter")
    request = RequestFactory().get("/claim/")

    @proving.recently_proven(within_seconds=300)
    def claim(request: HttpRequest) -> HttpResponse:
        return HttpResponse("paid")

    request.user = ana
    with clock_at(MORNING):
        request.session = {proving.PROVEN_AT: (MORNING - timedelta(seconds=299)).timestamp()}  # type: ignore[assignment]
        assert claim(request).content == b"paid"  # type: ignore[attr-defined]
        for old in ((MORNING - timedelta(seconds=300)).timestamp(), (MORNING + timedelta(days=1)).timestamp(), None):
            request.session = {proving.PROVEN_AT: old}  # type: ignore[assignment]
            assert claim(request).headers["Location"] == f"{reverse('account_reauthenticate')}?next=%2Fclaim%2F"


def test_each_guarded_page_asks_who_one_is_and_then_for_proof() -> None:
    ana = person("ana", "reporter")
    unproven = Client()
    unproven.force_login(ana)
    for name in ("account_change_password", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"):
        assert reverse("account_login") in Client().get(reverse(name)).headers["Location"]
        assert reverse("account_reauthenticate") in unproven.get(reverse(name)).headers["Location"]
        assert unproven.post(reverse(name), {"password": "x"}).status_code in (302, 405)


@pytest.mark.parametrize(
    "name",
    ["account_login", "account_request_login_code", "account_signup", "account_logout", "account_reauthenticate",
     "account_change_password", "mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_login_webauthn"],
)  # fmt: skip
def test_a_form_of_another_site_does_nothing(name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    ana = person("ana", "reporter")
    if name not in ("account_login", "account_request_login_code", "account_signup", "mfa_login_webauthn"):
        strict.force_login(ana)
    given = {"email": ana.email, "password": PASSWORD, "code": "1"}
    assert strict.post(reverse(name), given, headers={"origin": "https://e.example"}).status_code == 403


def test_signing_out_takes_a_form_and_takes_the_hint_away() -> None:
    person("ana", "reporter")
    client = Client()
    _enter(client)
    assert client.cookies["signed_in"].value == "1"
    assert not client.cookies["signed_in"]["httponly"]
    client.get(reverse("account_logout"))
    assert client.get(reverse("account_overview")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.cookies["signed_in"].value == ""


def test_the_hint_of_a_session_that_is_over_goes_with_the_next_page() -> None:
    client = Client()
    client.cookies["signed_in"] = "1"
    client.get(reverse("account_overview"))
    assert client.cookies["signed_in"].value == ""


def test_more_fields_than_a_form_has_change_nothing() -> None:
    client = Client()
    ask_code(client, "siti@example.org", is_staff="on", purpose="prove")
    type_code(client, latest_code())
    more = {
        "is_staff": "on",
        "is_superuser": "1",
        "email": "chief@example.org",
        "needs_second_factor": "",
        "groups": "1",
    }
    client.post(reverse("account_welcome"), {"display_name": "Siti", **more})
    siti = User.objects.get()
    assert (siti.email, siti.is_staff, siti.is_superuser, siti.needs_second_factor) == (
        "siti@example.org", False, False, True,
    )  # fmt: skip
    assert not siti.groups.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_any_field_break_nothing_and_come_back_escaped(text: str) -> None:
    ana = person("ana", "reporter")
    anybody = Client(REMOTE_ADDR="192.0.2.9")
    for name in ("account_login", "account_request_login_code", "account_signup"):
        answer = anybody.post(reverse(name), {"email": text, "password": text, "next": text, "code": text})
        assert answer.status_code == 200
        assert text not in answer.content.decode() or not re.search("[<>]", text)
    ask_code(anybody, "siti@example.org")
    assert type_code(anybody, text).status_code == 200
    client = proven(ana)
    for name in ("account_reauthenticate", "account_change_password", "mfa_activate_totp", "mfa_add_webauthn"):
        fields = {"code": text, "password": text, "again": text, "name": text, "credential": text, "next": text}
        answer = client.post(reverse(name), fields)
        assert answer.status_code in (200, 302)
        assert text not in answer.content.decode() or not re.search("[<>]", text)


def test_a_hostile_public_name_is_shown_as_it_was_written() -> None:
    client = Client()
    ask_code(client, "siti@example.org")
    type_code(client, latest_code())
    client.post(reverse("account_welcome"), {"display_name": HOSTILE[0]})
    shown = client.get(reverse("account_overview")).content.decode()
    assert HOSTILE[0] not in shown
    assert "&lt;script&gt;" in shown


def test_neither_address_nor_password_nor_code_stands_in_a_log() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db").setLevel(logging.INFO)
    try:
        person("ana", "reporter")
        client = Client(raise_request_exception=False)
        _enter(client)
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"email": "ana@warta.example", "password": "rahasia-sekali-ini"})
        ask_code(client, "ana@warta.example")
        code = latest_code()
        type_code(client, code)
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    written = stream.getvalue()
    for secret in ("ana@warta", PASSWORD, "rahasia-sekali-ini", code, code.replace(" ", "")):
        assert secret not in written


@pytest.fixture
def answering() -> object:
    """The port's supplier as it was, after a test put another."""
    before = ports.sign_in_passes._supplier
    yield ports.sign_in_passes
    ports.sign_in_passes._supplier = before


def _answer(port: object, answer: Passing) -> None:
    def supplied(fact: SignInFact) -> Passing:
        return answer

    assert isinstance(port, Port)
    port.supply(supplied)


def test_an_unusual_sign_in_by_password_needs_a_code_from_the_mailbox_too(answering: object) -> None:
    person("ana", "reporter")
    _answer(answering, Passing.STEP_UP)
    client, passing = Client(), reverse("account_passing")
    assert _enter(client, next="/newsroom/pages/") == passing
    assert client.get("/newsroom/").status_code == 302
    assert "not the code" in client.post(passing, {"code": "0000 0000"}).content.decode()
    answer = client.post(passing, {"code": latest_code()})
    assert answer.headers["Location"] == "/newsroom/pages/"
    assert client.get("/newsroom/").status_code == 200


def test_a_held_sign_in_lets_nobody_in_and_is_written_down(answering: object) -> None:
    person("ana", "reporter")
    _answer(answering, Passing.HOLD)
    client = Client()
    assert _enter(client) == reverse("account_held")
    assert client.get(reverse("account_held")).status_code == 200
    assert client.get(reverse("account_overview")).status_code == 302
    assert SecurityEvent.objects.filter(kind="sign_in_held").exists()


def test_when_nobody_can_say_whether_a_sign_in_may_pass_one_more_proof_is_asked_for(answering: object) -> None:
    person("ana", "reporter")

    def broken(fact: SignInFact) -> Passing:
        raise RuntimeError

    assert isinstance(answering, Port)
    answering.supply(broken)
    assert _enter(Client()) == reverse("account_passing")
    client = Client()
    ask_code(client, "ana@warta.example")
    assert type_code(client, latest_code()).headers["Location"] == reverse("wagtailadmin_home")
