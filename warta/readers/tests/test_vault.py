from __future__ import annotations

import io
import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.lib import logs
from warta.lib.crypto import MasterKeys, master_keys_text, new_key
from warta.readers import vault
from warta.readers.key_ring import ring
from warta.readers.models import User, VaultKey, VaultValue
from warta.readers.tests.cast import person
from warta.readers.vault import FULL_NAME, PHONE

NAME, NUMBER = "Ana Wulandari Kusumaningrum", "+6281298765432"


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "vault-keys"
    path.write_text(master_keys_text([("k1", new_key())]))
    settings.VAULT_KEYS_FILE = path
    return path


@pytest.mark.django_db
def test_what_is_kept_is_read_back_by_its_owner() -> None:
    ana = person("ana", "reporter")
    vault.keep(ana, FULL_NAME, f"  {NAME} ", by=ana)
    vault.keep(ana, PHONE, "0812-9876-5432", by=ana)
    assert (vault.own_value(ana, FULL_NAME), vault.own_value(ana, PHONE)) == (NAME, NUMBER)


@pytest.mark.django_db
def test_an_empty_value_is_taken_out() -> None:
    ana = person("ana")
    vault.keep(ana, FULL_NAME, NAME, by=ana)
    vault.keep(ana, FULL_NAME, " ", by=ana)
    assert not VaultValue.objects.exists()


@pytest.mark.django_db
def test_the_operator_reads_with_a_reason_and_leaves_an_entry() -> None:
    ana, eko = person("ana"), person("eko", "operator")
    vault.keep(ana, PHONE, NUMBER, by=ana)
    assert vault.read(ana, PHONE, by=eko, reason="press card") == NUMBER
    entry = AuditEntry.objects.get(action="vault.read")
    assert (entry.actor, entry.subject) == (eko.public_id, f"person:{ana.public_id}")
    assert "press card" in entry.facts
    assert NUMBER not in entry.facts


@pytest.mark.django_db
def test_who_may_not_read_is_refused() -> None:
    ana, budi = person("ana"), person("budi", "editor")
    with pytest.raises(PermissionDenied):
        vault.read(ana, PHONE, by=budi, reason="curious")


@pytest.mark.django_db
def test_a_phone_may_be_typed_by_two_and_belongs_to_the_one_who_proves_it() -> None:
    ana, budi = person("ana"), person("budi")
    vault.keep(budi, PHONE, "006281298765432", by=budi)
    vault.keep(ana, PHONE, "0812 9876 5432", by=ana)
    assert vault.person_with(PHONE, NUMBER) is None
    vault.confirm(ana, PHONE, by=ana)
    vault.confirm(ana, PHONE, by=ana)
    assert vault.person_with(PHONE, "+62 812-9876-5432") == ana
    assert set(vault.people_with(PHONE, NUMBER)) == {ana, budi}
    with pytest.raises(vault.ValueTaken) as caught:
        vault.confirm(budi, PHONE, by=budi)
    assert "9876" not in str(caught.value)
    assert vault.kept_fields(budi) == {"phone": False}


@pytest.mark.django_db
def test_a_changed_phone_is_to_be_proven_again_and_frees_the_old_one() -> None:
    ana, budi = person("ana"), person("budi")
    vault.keep(ana, PHONE, NUMBER, by=ana)
    vault.confirm(ana, PHONE, by=ana)
    vault.keep(ana, PHONE, "0812 9876 5432", by=ana)
    assert vault.kept_fields(ana) == {"phone": True}
    vault.keep(ana, PHONE, "0813 1111 2222", by=ana)
    assert vault.kept_fields(ana) == {"phone": False}
    vault.keep(budi, PHONE, NUMBER, by=budi)
    vault.confirm(budi, PHONE, by=budi)
    assert vault.person_with(PHONE, NUMBER) == budi


@pytest.mark.django_db
def test_what_is_not_there_or_not_provable_is_not_confirmed() -> None:
    ana = person("ana")
    for field in (PHONE, FULL_NAME):
        with pytest.raises(ValueError, match=field.name):
            vault.confirm(ana, field, by=ana)
    with pytest.raises(ValueError, match="full_name"):
        vault.people_with(FULL_NAME, NAME)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_a_phone_at_once_one_gets_it() -> None:
    people = [person(f"p{number}") for number in range(6)]
    for someone in people:
        vault.keep(someone, PHONE, NUMBER, by=someone)

    def claim(someone: User) -> bool:
        try:
            vault.confirm(someone, PHONE, by=someone)
        except vault.ValueTaken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(claim, people)) == 1


@pytest.mark.django_db
def test_a_value_moved_to_another_person_or_field_does_not_open() -> None:
    ana, budi = person("ana"), person("budi")
    vault.keep(ana, FULL_NAME, NAME, by=ana)
    vault.keep(budi, FULL_NAME, "Budi", by=budi)
    stolen = VaultValue.objects.get(person=ana)
    VaultValue.objects.filter(person=budi).update(sealed=stolen.sealed)
    with pytest.raises(vault.VaultClosed):
        vault.own_value(budi, FULL_NAME)
    VaultValue.objects.filter(person=ana).update(field="phone")
    with pytest.raises(vault.VaultClosed):
        vault.own_value(ana, PHONE)


@pytest.mark.django_db
def test_keys_swapped_between_people_or_renamed_open_nothing() -> None:
    ana, budi = person("ana"), person("budi")
    for someone in (ana, budi):
        vault.keep(someone, FULL_NAME, NAME, by=someone)
    hers, his = VaultKey.objects.get(person=ana), VaultKey.objects.get(person=budi)
    VaultKey.objects.filter(person=ana).update(wrapped=his.wrapped)
    VaultKey.objects.filter(person=budi).update(wrapped=hers.wrapped)
    for someone in (ana, budi):
        with pytest.raises(vault.VaultClosed):
            vault.own_value(someone, FULL_NAME)
        with pytest.raises(vault.VaultClosed):
            vault.keep(someone, FULL_NAME, "Overwritten", by=someone)
    VaultKey.objects.filter(person=ana).update(wrapped=hers.wrapped, master="k0")
    with pytest.raises(vault.VaultClosed):
        vault.own_value(ana, FULL_NAME)
    VaultKey.objects.filter(person=ana).update(master="k1")
    assert vault.own_value(ana, FULL_NAME) == NAME


@pytest.mark.django_db
def test_a_whole_row_with_its_key_moved_to_another_person_opens_nothing() -> None:
    ana, budi = person("ana"), person("budi")
    vault.keep(ana, PHONE, NUMBER, by=ana)
    VaultKey.objects.filter(person=ana).update(person=budi)
    VaultValue.objects.filter(person=ana).update(person=budi)
    with pytest.raises(vault.VaultClosed):
        vault.own_value(budi, PHONE)
    with pytest.raises(vault.VaultClosed):
        vault.confirm(budi, PHONE, by=budi)


@pytest.mark.django_db
def test_one_changed_bit_anywhere_closes_a_value_and_the_same_text_is_sealed_differently_each_time() -> None:
    ana = person("ana")
    vault.keep(ana, FULL_NAME, NAME, by=ana)
    row = VaultValue.objects.get()
    sealed = bytes(row.sealed)
    for position in (0, 1, 12, 13, 20, len(sealed) - 16, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[position] ^= 1
        VaultValue.objects.filter(pk=row.pk).update(sealed=bytes(changed))
        with pytest.raises(vault.VaultClosed):
            vault.own_value(ana, FULL_NAME)
    many = {vault.sealed_for(ana, "a.b.c", NAME) for _ in range(200)}
    assert len({value[1:13] for value in many}) == 200


@pytest.mark.django_db
def test_of_many_values_each_opens_in_its_own_place_for_its_own_person_alone() -> None:
    ana, budi = person("ana"), person("budi")
    home, work = (vault.sealed_for(ana, "sign_ins.reading.words", words) for words in ("Rumah 🏠", "Kantor"))
    vault.sealed_for(budi, "sign_ins.reading.words", "Budi")
    assert vault.opened_for(ana, "sign_ins.reading.words", home) == "Rumah 🏠"
    both = [("sign_ins.reading.words", home), ("sign_ins.reading.words", work)]
    assert vault.all_opened_for(ana, both) == ["Rumah 🏠", "Kantor"]
    for someone, place in ((budi, "sign_ins.reading.words"), (ana, "sign_ins.reading.device")):
        with pytest.raises(vault.VaultClosed):
            vault.opened_for(someone, place, home)
    vault.destroy(ana)
    with pytest.raises(vault.VaultClosed):
        vault.opened_for(ana, "sign_ins.reading.words", home)


@pytest.mark.django_db
def test_with_the_key_destroyed_nothing_is_left() -> None:
    ana = person("ana")
    vault.keep(ana, FULL_NAME, NAME, by=ana)
    vault.destroy(ana)
    vault.destroy(ana)
    assert not VaultKey.objects.exists()
    assert vault.own_value(ana, FULL_NAME) == ""


@pytest.mark.django_db
def test_rotation_wraps_every_key_and_index_anew_and_loses_nothing(key_file: Path) -> None:
    people = [person(f"p{number}") for number in range(3)]
    for number, someone in enumerate(people):
        vault.keep(someone, PHONE, f"0812000000{number}", by=someone)
    indexes = set(VaultValue.objects.values_list("index", flat=True))
    out = io.StringIO()
    call_command("keys", "rotate", stdout=out)
    assert set(VaultKey.objects.values_list("master", flat=True)) == {"k2"}
    assert indexes.isdisjoint(VaultValue.objects.values_list("index", flat=True))
    key_file.write_text(master_keys_text([("k2", ring().keys["k2"])]))  # the old one is not needed any more
    assert list(vault.people_with(PHONE, "08120000001")) == [people[1]]
    assert vault.own_value(people[2], PHONE) == "+628120000002"
    assert "3 people" in out.getvalue()


@pytest.mark.django_db
def test_between_two_master_keys_uniqueness_and_search_still_hold(settings: Settings) -> None:
    old, new = ("old", new_key()), ("new", new_key())
    settings.VAULT_KEYS_FILE, settings.VAULT_KEYS = None, MasterKeys(dict([old]))
    ana, budi = person("ana"), person("budi")
    vault.keep(ana, PHONE, NUMBER, by=ana)
    vault.confirm(ana, PHONE, by=ana)
    settings.VAULT_KEYS = MasterKeys(dict([new, old]))
    assert vault.person_with(PHONE, NUMBER) == ana
    vault.keep(budi, PHONE, NUMBER, by=budi)
    with pytest.raises(vault.ValueTaken):
        vault.confirm(budi, PHONE, by=budi)


@pytest.mark.django_db
def test_a_missing_master_key_closes_the_vault_with_a_sentence(key_file: Path) -> None:
    ana = person("ana")
    vault.keep(ana, FULL_NAME, NAME, by=ana)
    key_file.write_text(master_keys_text([("k9", new_key())]))
    with pytest.raises(vault.VaultClosed, match="operator"):
        vault.own_value(ana, FULL_NAME)
    out = io.StringIO()
    call_command("keys", "list", stdout=out)
    assert "k1\tMISSING" in out.getvalue()


@pytest.mark.django_db
def test_keys_are_exported_to_a_file_for_the_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    target = tmp_path / "exported"
    call_command("keys", "export", str(target), stdout=io.StringIO())
    assert target.read_text().strip() == master_keys_text(ring().keys.items())
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="exists"):
        call_command("keys", "export", str(target), stdout=io.StringIO())
    assert AuditEntry.objects.filter(action="keys.exported").count() == 1


@pytest.mark.django_db(transaction=True)
def test_planted_values_stand_nowhere_outside_the_vault(caplog: pytest.LogCaptureFixture) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    logging.getLogger().addHandler(handler)
    caplog.set_level(logging.DEBUG)
    ana, budi, eko = person("ana"), person("budi"), person("eko", "operator")
    try:
        vault.keep(ana, FULL_NAME, NAME, by=ana)
        vault.keep(ana, PHONE, NUMBER, by=ana)
        vault.read(ana, FULL_NAME, by=eko, reason="press card")
        vault.confirm(ana, PHONE, by=ana)
        vault.keep(budi, PHONE, NUMBER, by=budi)
        failures = [_failure(lambda: vault.confirm(budi, PHONE, by=budi))]
        VaultValue.objects.filter(person=ana).update(sealed=b"\x01" + bytes(60))
        failures.append(_failure(lambda: vault.own_value(ana, FULL_NAME)))
    finally:
        logging.getLogger().removeHandler(handler)
    places = [stream.getvalue(), caplog.text.replace("DEBUG", ""), *failures, *_all_rows(), _database_file()]
    for secret in (NAME, "Kusumaningrum", NUMBER, NUMBER[3:]):
        assert not any(secret in place for place in places)


def _failure(act: object) -> str:
    """An exception with all that it carries and came from."""
    import traceback

    try:
        act()  # type: ignore[operator]
    except Exception as error:
        return "".join(traceback.format_exception(error)) + repr(error.__context__) + repr(vars(error))
    raise AssertionError("it did not fail")


def _all_rows() -> list[str]:
    return [repr(row) for model in apps.get_models() for row in model._base_manager.values()]


def _database_file() -> str:
    if connection.vendor != "sqlite":
        return ""
    path = Path(connection.settings_dict["NAME"])
    return "".join(part.read_bytes().decode("latin-1") for part in path.parent.glob(f"{path.name}*") if part.is_file())
