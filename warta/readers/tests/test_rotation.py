from __future__ import annotations

import io
import json
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry
from warta.lib.crypto import MasterKeys, master_keys_text, new_key
from warta.readers import rotation, vault
from warta.readers.key_ring import add_master_key, ring
from warta.readers.models import User, VaultKey, VaultValue, WaitingMail
from warta.readers.rotation import KeyInUse, forget_master_key, wrap_anew
from warta.readers.vault_fields import FULL_NAME, PHONE


@pytest.fixture(autouse=True)
def key_file(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "vault-keys"
    path.write_text(master_keys_text([("k1", new_key())]))
    settings.VAULT_KEYS_FILE = path
    return path


def _people(count: int) -> list[User]:
    people = User.objects.bulk_create([User(email=f"p{number}@pembaca.example") for number in range(count)])
    for number, someone in enumerate(people):
        vault.keep_all(someone, {FULL_NAME: f"Orang {number}", PHONE: f"08120000{number:04}"}, by=someone)
    return people


def _said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("keys", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_rotation_goes_through_in_lots_and_everything_opens_with_the_new_key_alone(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 4)
    people = _people(10)
    assert "10 people's keys are wrapped with k2" in _said("rotate")
    assert "k1\topens only\t0 people" in _said("list")
    assert "k1 is gone" in _said("forget", "k1")
    assert key_file.read_text().startswith("k2:")
    assert "k1:" not in key_file.read_text()
    assert vault.own_value(people[9], FULL_NAME) == "Orang 9"
    assert list(vault.people_with(PHONE, "+628120000" + "0003")) == [people[3]]
    assert AuditEntry.objects.filter(action="keys.forgotten").count() == 1


@pytest.mark.django_db
def test_a_rotation_that_was_broken_off_is_gone_on_from_with_its_own_key(
    key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 3)
    _people(7)
    add_master_key()
    stop_after_first_lot = [True]

    def progress(_people: int) -> None:
        if stop_after_first_lot.pop():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wrap_anew(progress)
    assert VaultKey.objects.filter(master="k1").count() == 4
    said = _said("rotate")
    assert "going on with k2" in said
    assert "4 people's keys" in said
    assert list(ring().keys) == ["k2", "k1"]


@pytest.mark.django_db
def test_what_a_process_with_the_old_ring_still_wrote_is_found_and_made_anew(settings: Settings) -> None:
    budi = _people(1)[0]
    old = ring().keys["k1"]
    settings.VAULT_KEYS_FILE, settings.VAULT_KEYS = None, MasterKeys({"k2": new_key(), "k1": old})
    wrap_anew()
    VaultValue.objects.filter(field="phone").update(indexed_by="k1", index="0" * 64)
    assert rotation.users_of("k1") == 1
    assert wrap_anew().people == 1
    assert rotation.users_of("k1") == 0
    assert list(vault.people_with(PHONE, "081200000000")) == [budi]


@pytest.mark.django_db
def test_a_key_that_is_needed_is_not_forgotten(key_file: Path) -> None:
    _people(2)
    with pytest.raises(KeyInUse, match="rotate first"):
        forget_master_key("k1")
    add_master_key()
    with pytest.raises(CommandError, match="opens the data of 2 people"):
        _said("forget", "k1")
    wrap_anew()
    WaitingMail.objects.create(kind="no_account", language="id", master="k1", wrapped=b"", sealed=b"",
                               expires_at="2030-01-01T00:00:00Z")  # fmt: skip
    with pytest.raises(CommandError, match="1 mails that wait"):
        _said("forget", "k1")
    WaitingMail.objects.all().delete()
    with pytest.raises(CommandError, match="no key named k9"):
        _said("forget", "k9")
    with pytest.raises(CommandError, match="Say which"):
        _said("forget")
    assert set(ring().keys) == {"k1", "k2"}


@pytest.mark.django_db
def test_keys_of_the_environment_are_changed_there(settings: Settings) -> None:
    keys = MasterKeys({"new": new_key(), "old": new_key()})
    settings.VAULT_KEYS_FILE, settings.VAULT_KEYS = None, keys
    with pytest.raises(CommandError, match="WARTA_VAULT_KEYS"):
        _said("forget", "old")
    assert "wrapping with the first" in _said("rotate")


@pytest.mark.django_db
def test_a_key_that_does_not_open_holds_up_nobody_else_and_is_told_of() -> None:
    people = _people(3)
    VaultKey.objects.filter(person=people[1]).update(wrapped=b"\x01" + bytes(60))
    with pytest.raises(CommandError, match="1 people's keys don't open"):
        _said("rotate")
    assert VaultKey.objects.filter(master="k2").count() == 2
    assert vault.own_value(people[2], FULL_NAME) == "Orang 2"


@pytest.mark.django_db
def test_what_a_killed_change_of_the_ring_left_behind_is_in_nobodys_way(key_file: Path) -> None:
    key_file.with_suffix(".new").write_text("half of a k")
    assert add_master_key() == "k2"
    assert not key_file.with_suffix(".new").exists()
    assert key_file.stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_while_keys_are_rotated_others_write_and_read_without_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "AT_ONCE", 5)
    people = _people(40)
    failures: list[str] = []
    is_over = threading.Event()

    def live(start: int) -> None:
        number = start
        try:
            while not is_over.is_set():
                someone = people[number % len(people)]
                vault.keep(someone, PHONE, f"0813{number:08}", by=someone)
                if vault.own_value(someone, FULL_NAME) != f"Orang {number % len(people)}":
                    failures.append("another value")
                number += 3
        except Exception as error:
            failures.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=live, args=(start,)) for start in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        add_master_key()
        wrap_anew()
    is_over.set()
    for thread in threads:
        thread.join()
    wrap_anew()
    assert failures == []
    assert set(VaultKey.objects.values_list("master", flat=True)) == {"k4"}
    assert set(VaultValue.objects.filter(field="phone").values_list("indexed_by", flat=True)) == {"k4"}


@pytest.mark.sqlite
@pytest.mark.django_db
def test_finding_a_person_by_a_value_uses_the_index_under_each_master_key() -> None:
    add_master_key()
    plan = vault._rows_with(PHONE, "081200000000").explain()
    assert plan.count("SEARCH") == 1
    assert "vault_value_found (field=? AND index=?)" in plan


@pytest.mark.django_db
def test_missing_keys_and_keys_that_fail_are_counted(key_file: Path) -> None:
    people = _people(4)
    assert (rotation.keys_missing(), rotation.people_closed(10)) == ({}, 0)
    VaultKey.objects.filter(person=people[0]).update(wrapped=b"\x01" + bytes(60))
    assert rotation.people_closed(10) == 1
    key_file.write_text(master_keys_text([("k9", new_key())]))
    assert (rotation.keys_missing(), rotation.people_closed(10)) == ({"k1": 4}, 0)


@pytest.mark.django_db
def test_a_damaged_value_is_named_and_holds_up_neither_the_rotation_nor_the_forgetting() -> None:
    people = _people(3)
    damaged = VaultValue.objects.get(person=people[1], field="phone")
    VaultValue.objects.filter(pk=damaged.pk).update(sealed=b"\x01" + bytes(40))
    _said("rotate")
    said = _said("forget", "k1")
    assert f"damaged rows of readers_vaultvalue any more: {damaged.pk}." in said
    assert "k1 is gone" in said
    assert json.loads(AuditEntry.objects.get(action="keys.forgotten").facts)["damaged"] == [damaged.pk]
    assert vault.own_value(people[1], FULL_NAME) == "Orang 1"
