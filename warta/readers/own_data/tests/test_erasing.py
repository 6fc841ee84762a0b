from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import models
from django.test import Client
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.audit.queries import verified
from warta.audit.services import witness_path
from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.models import (
    Deletion,
    Erasure,
    OpenSession,
    SecurityEvent,
    User,
    VaultKey,
    VaultValue,
    WaitingMail,
)
from warta.readers.own_data import erasing
from warta.readers.own_data.deleting import (
    DeletionRefused,
    ask_for_deletion,
    call_off_deletion,
    erase_due,
    is_closed,
)
from warta.readers.own_data.downloading import ask_for_download, make_downloads
from warta.readers.own_data.erasing import erase, erase_again
from warta.readers.own_data.erasure_list import UnreadableList, follow_table, list_path, listed
from warta.readers.own_data.retention import DELETION_GRACE
from warta.readers.terms.purposes import NEWSLETTER
from warta.readers.terms.services import give_consent
from warta.readers.terms.tests.cast import published, reader, signed_in
from warta.readers.tests.cast import person

pytestmark = pytest.mark.django_db
A_DAY_LATER = DELETION_GRACE.period + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def a_home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


@pytest.fixture
def erasers(monkeypatch: pytest.MonkeyPatch) -> list[erasing.Eraser]:
    joined: list[erasing.Eraser] = []
    monkeypatch.setattr(erasing, "ERASERS", joined)
    return joined


def gita_with_everything() -> User:
    published()
    gita = reader("gita")
    vault.keep(gita, vault.PHONE, "081298765432", by=gita)
    give_consent(gita, NEWSLETTER, how="consents_page", language="id")
    signed_in(gita).get("/account/data/")
    ask_for_download(gita, language="id")
    make_downloads()
    return gita


@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_every_row_of_a_person_and_leaves_the_audit_log_whole() -> None:
    gita = gita_with_everything()
    pk, public_id = gita.pk, gita.public_id
    erase(gita)
    assert rows_about(pk) == []
    assert not VaultKey.objects.exists()
    assert not VaultValue.objects.exists()
    assert not WaitingMail.objects.exists()
    assert not Session.objects.exists()
    assert list(Erasure.objects.values_list("public_id", flat=True)) == [public_id]
    assert listed(list_path()).keys() == {public_id}
    assert AuditEntry.objects.filter(subject=f"person:{public_id}", action="reader.erased").exists()
    assert verified(witness_path()).is_whole


def rows_about(pk: int) -> list[str]:
    """Every table that has a foreign key to people, and a row with this person's."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            is_key = isinstance(field, models.ForeignKey) and field.related_model is User
            if is_key and model._base_manager.filter(**{f"{field.name}_id": pk}).exists():
                found.append(f"{model._meta.label}.{field.name}")
    return found


def test_what_another_room_can_t_erase_leaves_the_person_whole(erasers: list[erasing.Eraser]) -> None:
    def fails(someone: User) -> None:
        raise RuntimeError("not now")

    gita = gita_with_everything()
    erasers.append(fails)
    with pytest.raises(RuntimeError):
        erase(gita)
    assert User.objects.filter(pk=gita.pk).exists()
    assert vault.own_value(gita, vault.PHONE) == "+6281298765432"
    assert not Erasure.objects.exists()


def test_each_room_takes_its_part_before_the_account_goes(erasers: list[erasing.Eraser]) -> None:
    seen: list[str] = []
    erasers.append(lambda someone: seen.append(User.objects.get(pk=someone.pk).public_id))
    gita = reader("gita")
    erase(gita)
    assert seen == [gita.public_id]


def test_asking_signs_out_everywhere_closes_the_account_and_tells_its_owner() -> None:
    gita = reader("gita")
    elsewhere = signed_in(gita)
    elsewhere.get("/account/data/")
    assert OpenSession.objects.exists()
    going = signed_in(gita).post("/account/data/delete/", {"understood": "yes"})
    assert going.status_code == 200
    assert is_closed(gita)
    assert not OpenSession.objects.filter(person=gita).exists()
    assert elsewhere.get("/account/data/").status_code == 302
    assert WaitingMail.objects.filter(kind="deletion_asked").exists()
    assert SecurityEvent.objects.filter(person=gita, kind="deletion_asked").exists()


def test_signing_in_within_the_day_takes_it_back() -> None:
    gita = reader("gita")
    ask_for_deletion(gita, language="id")
    signed_in(gita)
    assert not is_closed(gita)
    with clock_at(now() + A_DAY_LATER):
        assert erase_due() == 0
    assert SecurityEvent.objects.filter(person=gita, kind="deletion_called_off").exists()


@pytest.mark.django_db(transaction=True)
def test_after_the_day_it_is_done_once_and_said_once() -> None:
    gita = reader("gita")
    ask_for_deletion(gita, language="id")
    ask_for_deletion(gita, language="id")
    assert erase_due() == 0
    with clock_at(now() + A_DAY_LATER):
        assert not call_off_deletion(gita)
        assert erase_due() == 1
        assert erase_due() == 0
    assert not User.objects.filter(pk=gita.pk).exists()
    assert list(WaitingMail.objects.values_list("kind", flat=True)) == ["deletion_done"]
    assert list(listed(list_path())) == [gita.public_id]


def test_one_who_can_t_be_erased_holds_up_nobody_and_no_log_tells_who(
    erasers: list[erasing.Eraser], caplog: pytest.LogCaptureFixture
) -> None:
    gita, hadi = reader("gita"), reader("hadi")
    erasers.append(lambda someone: 1 / 0 if someone.pk == gita.pk else None)
    for someone in (gita, hadi):
        ask_for_deletion(someone, language="id")
    with clock_at(now() + A_DAY_LATER):
        assert erase_due() == 1
    assert list(User.objects.all()) == [gita]
    assert Deletion.objects.get().failures == 1
    assert "pembaca.example" not in caplog.text


def test_deleting_needs_a_fresh_proof_a_token_and_the_tick() -> None:
    gita = reader("gita")
    path = "/account/data/delete/"
    assert "/account/prove/" in signed_in(gita, is_proven=False).post(path, {"understood": "yes"}).headers["Location"]
    assert signed_in(gita, checks_csrf=True).post(path, {"understood": "yes"}).status_code == 403
    assert signed_in(gita).post(path).status_code == 200
    assert Client().post(path, {"understood": "yes"}).status_code == 302
    assert not Deletion.objects.exists()


def test_a_form_can_t_delete_somebody_else() -> None:
    gita, hadi = reader("gita"), reader("hadi")
    signed_in(hadi).post("/account/data/delete/", {"understood": "yes", "person": gita.pk, "person_id": gita.pk})
    assert list(Deletion.objects.values_list("person", flat=True)) == [hadi.pk]


def test_a_member_of_the_newsroom_is_not_erased_by_themselves() -> None:
    with pytest.raises(DeletionRefused):
        ask_for_deletion(person("ana", "reporter"), language="id")


@pytest.mark.django_db(transaction=True)
def test_members_removed_together_lose_their_keys_with_their_accounts_or_not_at_all() -> None:
    eko, ana, budi = person("eko", is_superuser=True), person("ana", "reporter"), person("budi", "editor")
    for someone in (ana, budi):
        vault.keep(someone, vault.FULL_NAME, "Nama Lengkap", by=someone)
    browser = signed_in(eko)
    path = f"/newsroom/bulk/readers/user/delete/?id={ana.pk}&id={budi.pk}"
    erasing.must_erase(_refuses_budi)
    try:
        with pytest.raises(RuntimeError):
            browser.post(path)
        assert VaultKey.objects.filter(person__in=[ana, budi]).count() == 2
        assert User.objects.count() == 3
    finally:
        erasing.ERASERS.remove(_refuses_budi)
    assert browser.post(path).status_code == 302
    assert list(User.objects.all()) == [eko]
    assert not VaultKey.objects.exclude(person=eko).exists()
    assert set(listed(list_path())) == {ana.public_id, budi.public_id}
    assert AuditEntry.objects.filter(action="member.removed").count() == 2


def _refuses_budi(someone: User) -> None:
    if someone.display_name == "Budi":
        raise RuntimeError("not now")


def test_the_list_is_replayed_safely_any_number_of_times() -> None:
    gita, hadi = reader("gita"), reader("hadi")
    assert erase_again([gita.public_id, "0" * 26]) == 1
    assert erase_again([gita.public_id, "0" * 26]) == 0
    assert list(User.objects.all()) == [hadi]
    assert Erasure.objects.count() == 2
    assert follow_table() == 2
    assert follow_table() == 0


def test_a_torn_last_line_is_written_anew_and_a_damaged_one_is_told() -> None:
    Erasure.objects.bulk_create([Erasure(public_id=letter * 26) for letter in "ab"])
    follow_table()
    path = list_path()
    whole = path.read_text()
    path.write_text(whole[:-20])
    assert len(listed(path)) == 1
    assert follow_table() == 1
    assert sorted(path.read_text().splitlines()) == sorted(whole.splitlines())
    path.write_text("nonsense\n" + whole)
    with pytest.raises(UnreadableList, match="Line 1"):
        listed(path)


def test_only_its_owner_reads_the_list_and_it_holds_nothing_but_ids_and_times() -> None:
    Erasure.objects.create(public_id="c" * 26)
    follow_table()
    assert list_path().stat().st_mode & 0o777 == 0o600
    assert set(listed(list_path())) == {"c" * 26}


def test_every_table_about_a_person_is_told_in_a_download_or_said_to_be_left_out() -> None:
    told = {
        "ConsentReceipt", "Download", "OpenSession", "SecurityEvent", "VaultValue", "EmailAddress", "Authenticator",
        "FormerContact", "LinkedTelegram",
        "User_groups",
    }  # fmt: skip
    left_out = {
        "VaultKey": "a key", "Deletion": "who has one can't sign in", "WaitingMail": "sealed, minutes old",
        "SignIn": "keyed hashes; the timeline tells the same in words", "OwnCount": "sums of those",
        "PhoneCheck": "minutes old", "TelegramBinding": "minutes old",
        "User_user_permissions": "not used", "LogEntry": "of the newsroom",
    }  # fmt: skip
    keys = [
        str(model._meta.object_name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
        and model._meta.app_label in ("readers", "account", "mfa")
    ]  # fmt: skip
    assert sorted(set(keys) - told - left_out.keys()) == []
