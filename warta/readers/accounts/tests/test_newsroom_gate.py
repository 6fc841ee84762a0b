from __future__ import annotations

import io

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from warta.readers.accounts.tests.door import proven, shown_by_app, with_app
from warta.readers.models import User
from warta.readers.tests.cast import PASSWORD, person

HOME = "/newsroom/"
pytestmark = pytest.mark.django_db


def _added() -> str:
    out = io.StringIO()
    call_command("member", "add", "ana@warta.example", "--role", "reporter", stdout=out)
    return out.getvalue().splitlines()[0].removeprefix("One-time password: ")


def test_a_new_member_chooses_a_password_then_a_second_factor_and_then_the_newsroom_is_open() -> None:
    client, password = Client(), _added()
    answer = client.post(
        f"{reverse('account_login')}?next={HOME}", {"email": "Ana@warta.example", "password": password}
    )
    assert answer.headers["Location"] == HOME
    answer = client.get(HOME, follow=True)
    assert answer.request["PATH_INFO"] == reverse("account_change_password")
    answer = client.post(
        reverse("account_change_password"), {"password": PASSWORD, "again": PASSWORD, "next": HOME}, follow=True
    )
    assert answer.request["PATH_INFO"] == reverse("account_second_factor")
    page = client.get(reverse("mfa_activate_totp"))
    code = shown_by_app(page.context["secret"])
    answer = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    assert answer.context["after"] == HOME
    assert client.get(HOME).status_code == 200
    ana = User.objects.get()
    assert ana.check_password(PASSWORD)
    assert not ana.must_change_password


def test_the_newsroom_opens_to_a_session_that_showed_the_factor_and_to_no_other() -> None:
    ana = person("ana", "reporter")
    User.objects.filter(pk=ana.pk).update(needs_second_factor=True)
    secret = with_app(ana)
    client = proven(ana)
    assert client.get(HOME).url.startswith(reverse("account_reauthenticate"))  # type: ignore[attr-defined]
    client.post(reverse("account_reauthenticate"), {"code": shown_by_app(secret), "next": HOME})
    assert client.get(HOME).status_code == 200


def test_a_reader_who_was_given_a_role_needs_a_second_factor_too() -> None:
    reader = User.objects.create_user("siti@example.org", None)
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert proven(reader).get(HOME).url.startswith(reverse("account_second_factor"))  # type: ignore[attr-defined]


def test_the_exception_of_the_demonstration_ends_where_the_site_is_not_on_this_machine(settings: Settings) -> None:
    ana = person("ana", "reporter")
    assert proven(ana).get(HOME).status_code == 200
    settings.SITE_URL = "https://news.example"
    settings.ALLOWED_HOSTS = ["*"]
    assert proven(ana).get(HOME).url.startswith(reverse("account_second_factor"))  # type: ignore[attr-defined]


def test_the_newsrooms_own_sign_in_page_is_everybodys_and_leads_back() -> None:
    answer = Client().get("/newsroom/login/?next=/newsroom/pages/")
    assert answer.url == f"{reverse('account_login')}?next=%2Fnewsroom%2Fpages%2F"  # type: ignore[attr-defined]
    assert Client().post("/newsroom/login/", {"username": "x", "password": "y"}).status_code == 302


def test_what_an_earlier_session_proved_is_not_inherited() -> None:
    ana, budi = person("ana", "reporter"), person("budi", "editor")
    User.objects.update(needs_second_factor=True)
    secret = with_app(ana)
    client = Client()
    client.post(reverse("account_login"), {"email": ana.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": shown_by_app(secret)})
    assert client.session["second_factor"]
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"email": budi.email, "password": PASSWORD})
    assert "second_factor" not in client.session
