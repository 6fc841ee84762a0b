from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from warta.readers.accounts.tests.door import ask_code, latest_code, proven, shown_by_app, told, type_code, with_app
from warta.readers.models import SecurityEvent, User, WaitingMail
from warta.readers.tests.cast import PASSWORD, person
from warta.readers.vault import VaultClosed

pytestmark = pytest.mark.django_db


def _with_password(client: Client) -> str:
    answer = client.post(reverse("account_login"), {"email": "ana@warta.example", "password": PASSWORD})
    return str(answer.url)  # type: ignore[attr-defined]


def _second(client: Client, code: str) -> int:
    return client.post(reverse("mfa_authenticate"), {"code": code}).status_code


def test_who_has_an_app_is_asked_for_its_code_after_the_password_and_after_a_mailed_code() -> None:
    ana = person("ana", "reporter")
    secret = with_app(ana)
    client = Client()
    assert _with_password(client) == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert _second(client, "000000") == 200
    assert _second(client, shown_by_app(secret)) == 302
    assert client.session["second_factor"] is True
    other = Client()
    ask_code(other, ana.email)
    assert type_code(other, latest_code()).url == reverse("mfa_authenticate")


def test_a_code_of_the_app_counts_once() -> None:
    secret = with_app(person("ana", "reporter"))
    first, second = Client(), Client()
    _with_password(first)
    _with_password(second)
    code = shown_by_app(secret)
    assert _second(first, code) == 302
    assert _second(second, f"{code[:3]} {code[3:]}") == 200


def test_a_recovery_code_lets_in_once() -> None:
    ana = person("ana", "reporter")
    with_app(ana)
    codes = proven(ana).get(reverse("mfa_view_recovery_codes")).context["codes"]
    first, second = Client(), Client()
    _with_password(first)
    _with_password(second)
    assert _second(first, codes[0]) == 302
    assert _second(second, codes[0]) == 200
    assert _second(second, codes[1]) == 302


def test_tries_at_a_second_factor_are_few() -> None:
    secret = with_app(person("ana", "reporter"))
    client = Client()
    _with_password(client)
    for number in range(5):
        _second(client, f"{number:06}")
    answer = client.post(reverse("mfa_authenticate"), {"code": shown_by_app(secret)})
    assert "too often" in answer.content.decode()


def test_secrets_stand_nowhere_readable_and_open_for_their_person_alone() -> None:
    ana, budi = person("ana", "reporter"), person("budi", "editor")
    secret = with_app(ana)
    with_app(budi)
    row = Authenticator.objects.get(user=ana, type="totp")
    assert secret not in str(row.data)
    Authenticator.objects.filter(user=budi, type="totp").update(data=row.data)
    client = Client()
    client.post(reverse("account_login"), {"email": budi.email, "password": PASSWORD})
    with pytest.raises(VaultClosed):
        _second(client, shown_by_app(secret))


def test_the_secret_being_set_up_is_sealed_in_the_session_and_stays_the_same_until_it_is_added() -> None:
    client = proven(person("ana", "reporter"))
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["secret"].replace(" ", "")
    assert secret not in str(dict(client.session))
    again = client.post(reverse("mfa_activate_totp"), {"code": "123456"})
    assert again.context["secret"].replace(" ", "") == secret
    assert "data:image/svg+xml" in page.content.decode()


def test_each_change_is_told_in_the_timeline_and_by_mail() -> None:
    ana = person("ana", "reporter")
    with_app(ana)
    client = proven(ana)
    client.post(reverse("mfa_deactivate_totp"))
    assert set(SecurityEvent.objects.values_list("kind", flat=True)) >= {"factor_added", "factor_removed"}
    mails = [told(mail) for mail in WaitingMail.objects.filter(kind="account_changed")]
    assert [mail["to"] for mail in mails] == [ana.email] * 2
    assert not Authenticator.objects.exists()  # the recovery codes went with it


def test_a_member_of_the_newsroom_keeps_at_least_one_second_factor() -> None:
    ana = person("ana", "reporter")
    User.objects.filter(pk=ana.pk).update(needs_second_factor=True)
    with_app(ana)
    client = proven(ana)
    answer = client.post(reverse("mfa_deactivate_totp"), follow=True)
    assert "Add another one first" in answer.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_new_recovery_codes_replace_the_old() -> None:
    ana = person("ana", "reporter")
    with_app(ana)
    client = proven(ana)
    old = client.get(reverse("mfa_view_recovery_codes")).context["codes"]
    answer = client.post(reverse("mfa_generate_recovery_codes"), follow=True)
    assert len(old) == len(answer.context["codes"]) == 10
    assert set(old).isdisjoint(answer.context["codes"])
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == answer.context["codes"]


def test_a_passkey_that_is_no_answer_to_the_challenge_is_refused_with_a_sentence() -> None:
    client = proven(person("ana", "reporter"))
    page = client.get(reverse("mfa_add_webauthn"))
    assert "passkey-options" in page.content.decode()
    for nonsense in ('{"id": "x"}', "[]", '"x"', "{}", "nonsense"):
        answer = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": nonsense})
        assert answer.status_code == 200
        refused = Client().post(reverse("mfa_login_webauthn"), {"credential": nonsense})
        assert refused.status_code == 200
    assert not Authenticator.objects.exists()
    asked = Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert "challenge" in asked.json()["request_options"]["publicKey"]


def test_a_failed_second_factor_stands_in_the_timeline_of_its_owner() -> None:
    ana = person("ana", "reporter")
    with_app(ana)
    client = Client()
    _with_password(client)
    _second(client, "000000")
    proven(ana).post(reverse("account_reauthenticate"), {"code": "000000"})
    failed = SecurityEvent.objects.filter(kind="second_factor_failed")
    assert [event.person for event in failed] == [ana, ana]
    assert all(event.origin for event in failed)
    assert "not past the second one" in proven(ana).get(reverse("security_timeline")).content.decode()


def test_failed_second_factors_use_up_the_tries_of_every_way_to_prove_oneself() -> None:
    ana = person("ana", "reporter")
    secret = with_app(ana)
    for number in range(5):
        client = Client()
        _with_password(client)
        _second(client, f"{number:06}")
    answer = proven(ana).post(reverse("account_reauthenticate"), {"code": shown_by_app(secret)})
    assert "too often" in answer.content.decode()
    assert SecurityEvent.objects.filter(kind="second_factor_failed").count() == 4  # adding the app was a try, too


def test_a_password_can_be_removed_and_then_lets_nobody_in() -> None:
    ana = person("ana", "reporter")
    elsewhere, client = proven(ana), proven(ana)
    elsewhere.get(reverse("open_sessions"))
    assert "Remove the password" in client.get(reverse("account_remove_password")).content.decode()
    answer = client.post(reverse("account_remove_password"), follow=True)
    assert "None, and none is needed" in answer.content.decode()
    assert answer.wsgi_request.user == ana
    assert not elsewhere.get(reverse("account_overview")).wsgi_request.user.is_authenticated
    refused = Client().post(reverse("account_login"), {"email": ana.email, "password": PASSWORD})
    assert "belong together" in refused.content.decode()
    assert SecurityEvent.objects.filter(kind="password_removed").count() == 1
    assert client.get(reverse("account_remove_password")).status_code == 302


def test_a_passkey_gets_another_name_from_its_owner_alone() -> None:
    ana, budi = person("ana", "reporter"), person("budi")
    key = Authenticator.objects.create(user=ana, type="webauthn", data={"name": "old phone", "credential": {}})
    page = reverse("mfa_rename_webauthn", args=[key.pk])
    assert proven(budi).post(page, {"name": "mine"}).status_code == 404
    assert "old phone" in proven(ana).get(page).content.decode()
    answer = proven(ana).post(page, {"name": "  my   <b>tablet</b> "}, follow=True)
    assert "my &lt;b&gt;tablet&lt;/b&gt;" in answer.content.decode()
    key.refresh_from_db()
    assert key.data == {"name": "my <b>tablet</b>", "credential": {}}
    assert SecurityEvent.objects.filter(person=ana, kind="factor_renamed").count() == 1
