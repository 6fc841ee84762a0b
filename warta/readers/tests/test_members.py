from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from warta.audit.models import AuditEntry
from warta.readers.models import User
from warta.readers.roles import ROLES, ensure_roles, roles_of
from warta.readers.services import ensure_demo_member, set_language
from warta.readers.tests.cast import PASSWORD, person

HOME = "/newsroom/"


def _signed_in(someone: User) -> Client:
    client = Client()
    client.force_login(someone)
    return client


def _added(*arguments: str) -> str:
    out = io.StringIO()
    call_command("member", "add", *arguments, stdout=out)
    return out.getvalue().splitlines()[0].removeprefix("One-time password: ")


@pytest.mark.django_db
def test_roles_are_made_once_and_nothing_is_taken_from_them() -> None:
    groups = ensure_roles()
    groups["reporter"].permissions.clear()
    again = ensure_roles()
    assert len(again) == len(ROLES)
    assert again["reporter"].permissions.filter(codename="access_admin").exists()
    assert roles_of(["Operator", "Others"]) == ["operator"]


@pytest.mark.django_db
def test_a_new_member_signs_in_with_the_one_time_password_and_must_choose_another() -> None:
    password = _added("ana@warta.example", "--role", "reporter")
    client = Client()
    client.post(reverse("account_login"), {"email": "Ana@warta.example", "password": password})
    page = reverse("account_change_password")
    assert "/sign-in-methods/password/" in client.get(HOME).headers["Location"]
    assert "/sign-in-methods/password/" in client.get(reverse("wagtailadmin_account")).headers["Location"]
    client.post(page, {"password": PASSWORD, "again": PASSWORD})
    assert "/sign-in-methods/second-factor/" in client.get(HOME).headers["Location"]
    assert User.objects.get().check_password(PASSWORD)


def _account_form(**changes: str) -> dict[str, str]:
    return {
        "public_name-display_name": "Ana", "locale-preferred_language": "", "locale-current_time_zone": "",
        "theme-theme": "system", "theme-contrast": "system", "theme-density": "default",
        "theme-keyboard_shortcuts": "on", "personal-full_name": "", "personal-phone": "", **changes,
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody", "--role", "editor"], "not an e-mail"),
        (["dewi@warta.example"], "Say what they do"),
        (["ana@warta.example", "--role", "editor"], "already"),
    ],
)
def test_a_wrong_request_for_a_member_gets_one_clear_sentence(arguments: list[str], words: str) -> None:
    person("ana")
    with pytest.raises(CommandError, match=words):
        _added(*arguments)


@pytest.mark.django_db
def test_a_forgotten_password_is_replaced_by_the_operator() -> None:
    ana = person("ana", "reporter")
    out = io.StringIO()
    call_command("member", "password", "ANA@warta.example", stdout=out)
    ana.refresh_from_db()
    assert ana.must_change_password
    assert ana.check_password(out.getvalue().splitlines()[0].split()[-1])
    with pytest.raises(CommandError, match="No member"):
        call_command("member", "password", "nobody@warta.example", stdout=out)


@pytest.mark.django_db
def test_the_member_of_the_demonstration_is_made_once_and_may_go_straight_in() -> None:
    first = ensure_demo_member("demo@warta.example", roles=["editor"], password=PASSWORD)
    assert ensure_demo_member("demo@warta.example", roles=["editor"], password="x").pk == first.pk
    assert Client().login(email="demo@warta.example", password=PASSWORD)
    assert _signed_in(first).get(HOME).status_code == 200


@pytest.mark.django_db
def test_each_member_gets_the_newsroom_in_their_language() -> None:
    ana, budi = person("ana", "reporter"), person("budi", "editor")
    set_language(ana, "en")
    set_language(budi, "id")
    assert '<html lang="en"' in _signed_in(ana).get(HOME).content.decode()
    assert '<html lang="id"' in _signed_in(budi).get(HOME).content.decode()


@pytest.mark.django_db
def test_the_language_chosen_on_the_account_page_is_the_persons_everywhere() -> None:
    ana = person("ana", "reporter")
    client = _signed_in(ana)
    client.post(reverse("wagtailadmin_account"), _account_form(**{"locale-preferred_language": "en"}))
    ana.refresh_from_db()
    assert ana.language == "en"


@pytest.mark.django_db
def test_a_member_keeps_name_and_phone_in_the_vault_from_their_account_page() -> None:
    ana, eko = person("ana", "reporter"), person("eko", "operator")
    client = _signed_in(ana)
    page = reverse("wagtailadmin_account")
    client.post(page, _account_form(**{"personal-full_name": "Ana Wulandari", "personal-phone": "0812 9876 5432"}))
    assert "Ana Wulandari" in client.get(page).content.decode()
    operator, address = _signed_in(eko), reverse("personal_data", args=[ana.public_id])
    assert "Ana Wulandari" not in operator.get(address).content.decode()
    shown = operator.post(address, {"reason": "press card"})
    assert "+6281298765432" in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert AuditEntry.objects.filter(action="vault.read", actor=eko.public_id).count() == 2


@pytest.mark.django_db
def test_a_phone_that_is_none_is_refused_with_a_sentence_and_one_that_another_typed_is_kept() -> None:
    ana, budi = person("ana", "reporter"), person("budi", "editor")
    page = reverse("wagtailadmin_account")
    _signed_in(ana).post(page, _account_form(**{"personal-phone": "0812 9876 5432"}))
    client = _signed_in(budi)
    set_language(budi, "en")
    assert "country code" in client.post(page, _account_form(**{"personal-phone": "12"})).content.decode()
    assert client.post(page, _account_form(**{"personal-phone": "+62 81298765432"})).status_code == 302


@pytest.mark.django_db
def test_personal_data_is_closed_to_everybody_else() -> None:
    ana, budi = person("ana", "reporter"), person("budi", "editor")
    address = reverse("personal_data", args=[ana.public_id])
    assert _signed_in(budi).get(address).status_code in (302, 403)
    assert Client().get(address).status_code == 302


@pytest.mark.django_db
def test_the_operator_adds_a_member_and_both_see_no_other_fields_than_ours() -> None:
    eko = person("eko", "operator")
    client, groups = _signed_in(eko), ensure_roles()
    address = reverse("wagtailusers_users:add")
    page = client.get(address).content.decode()
    assert 'name="display_name"' in page
    assert 'name="first_name"' not in page
    answer = client.post(
        address,
        {
            "email": "Citra@Warta.example", "display_name": "Citra", "language": "en", "password1": PASSWORD,
            "password2": PASSWORD, "groups": [groups["moderator"].pk], "is_superuser": "on",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    citra = User.objects.get(display_name="Citra")
    assert (citra.email, citra.is_staff, citra.is_superuser, citra.must_change_password) == (
        "citra@warta.example", True, False, True,
    )  # fmt: skip
    assert UserProfile.objects.get(user=citra).preferred_language == "en"
    entry = AuditEntry.objects.get(action="member.added")
    assert (entry.actor, entry.subject) == (eko.public_id, citra.subject)


@pytest.mark.django_db
def test_a_change_of_roles_is_written_down_and_a_change_of_name_is_not() -> None:
    eko, ana = person("eko", "operator"), person("ana", "reporter")
    client, groups = _signed_in(eko), ensure_roles()
    address = reverse("wagtailusers_users:edit", args=[ana.pk])
    form = {"email": ana.email, "display_name": "Ana W", "language": "", "is_active": "on"}
    client.post(address, {**form, "groups": [groups["reporter"].pk]})
    assert not AuditEntry.objects.filter(action="member.roles_changed").exists()
    client.post(address, {**form, "groups": [groups["editor"].pk]})
    entry = AuditEntry.objects.get(action="member.roles_changed")
    assert "Editor" in entry.facts
    assert list(ana.groups.values_list("name", flat=True)) == ["Editor"]


@pytest.mark.django_db
def test_a_change_of_roles_in_bulk_is_written_down() -> None:
    eko, ana = person("eko", "operator"), person("ana", "reporter")
    groups = ensure_roles()
    address = reverse("wagtail_bulk_action", args=["readers", "user", "assign_role"]) + f"?id={ana.pk}"
    _signed_in(eko).post(address, {"role": groups["editor"].pk})
    assert AuditEntry.objects.filter(action="member.roles_changed", subject=ana.subject).exists()


@pytest.mark.django_db
def test_the_operator_can_not_take_over_an_administrator() -> None:
    eko, chief = person("eko", "operator"), person("chief", is_superuser=True)
    client = _signed_in(eko)
    for name in ("edit", "delete"):
        client.post(
            reverse(f"wagtailusers_users:{name}", args=[chief.pk]),
            {"email": "eko2@warta.example", "password1": PASSWORD, "password2": PASSWORD},
        )
    chief.refresh_from_db()
    assert chief.email == "chief@warta.example"


@pytest.mark.django_db
def test_a_removed_member_leaves_no_key_and_an_entry() -> None:
    eko, ana = person("eko", "operator"), person("ana", "reporter")
    subject = ana.subject
    _signed_in(eko).post(reverse("wagtailusers_users:delete", args=[ana.pk]))
    assert not User.objects.filter(pk=ana.pk).exists()
    assert set(AuditEntry.objects.filter(subject=subject).values_list("action", flat=True)) >= {
        "vault.destroyed", "member.removed",
    }  # fmt: skip


@pytest.mark.django_db
def test_addresses_are_shown_to_those_who_manage_members_alone() -> None:
    eko, ana, budi = person("eko", "operator"), person("ana", "reporter"), person("budi", "editor")
    index = reverse("wagtailusers_users:index")
    assert ana.email in _signed_in(eko).get(index).content.decode()
    assert ana.email not in _signed_in(budi).get(index).content.decode()
    assert ana.email not in _signed_in(budi).get(HOME).content.decode()


@pytest.mark.django_db
def test_nobody_is_offered_mails_that_are_not_sent() -> None:
    shown = _signed_in(person("ana", "reporter")).get(reverse("wagtailadmin_account")).content.decode()
    assert "notifications-" not in shown
