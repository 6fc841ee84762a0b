"""An old backup brings back neither a person who was erased nor the key to what it holds of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.places import Place, a_place, an_empty_place
from warta.lib.clock import clock_at, now
from warta.operations.key_copies import KeyCopy, beside, forget_old_copies, newest_beside, read_copies, write_copies
from warta.operations.manifest import BackupError
from warta.readers.own_data.retention import KEY_COPIES

PEOPLE = (
    "from warta.readers.models import *; from warta.readers import vault; "
    "people = [User.objects.create_user(f'{n}@warta.example', display_name=n) for n in ('ana', 'budi')]; "
    "[vault.keep(p, vault.PHONE, f'08129876543{p.pk % 10}', by=p) for p in people]; "
    "print(people[0].public_id)"
)
ERASE_ANA = (
    "from warta.readers.models import User; from warta.readers.own_data.erasing import erase; "
    "erase(User.objects.get(display_name='ana'))"
)
WHO = "from warta.readers.models import *; print(sorted(User.objects.values_list('display_name', flat=True)))"
PHONES = (
    "from warta.readers.models import *; from warta.readers import vault; "
    "print([vault.own_value(p, vault.PHONE)[:4] for p in User.objects.all()])"
)


class Before:
    """A site with a backup of two people, one of whom was erased afterwards."""

    def __init__(self, site: Place, backup: Path, erased: str) -> None:
        self.site, self.backup, self.erased = site, backup, erased


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    with a_place(tmp_path_factory.mktemp("site")) as site:
        assert site.warta("prepare").returncode == 0
        ana = site.python(PEOPLE)
        backup = tmp_path_factory.mktemp("backups") / "warta.tar.gz"
        done = site.warta("backup", str(backup))
        assert done.returncode == 0, done.stderr
        site.python(ERASE_ANA)
        yield Before(site, backup, ana)


@pytest.fixture
def other(tmp_path: Path, before: Before) -> Iterator[Place]:
    """Another machine that was given the master keys."""
    keys = (before.site.home / "keys" / "vault-keys").read_text().strip()
    with an_empty_place(tmp_path / "other", WARTA_VAULT_KEYS=keys) as place:
        yield place


def everything_in(backup: Path) -> bytes:
    return gzip.decompress(backup.read_bytes())


def wrapped_keys(backup: Path) -> list[bytes]:
    return [copy.wrapped for copy in read_copies(beside(backup))]


def test_the_backup_holds_no_readers_key_and_the_file_beside_it_holds_them_all(before: Before) -> None:
    data = everything_in(before.backup)
    assert len(wrapped_keys(before.backup)) == 2
    assert not [key for key in wrapped_keys(before.backup) if key in data or key.hex().encode() in data]
    assert beside(before.backup).stat().st_mode & 0o777 == 0o600


def test_the_list_outside_the_database_names_who_was_erased(before: Before) -> None:
    lines = (before.site.home / "witness" / "erasures.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [before.erased]


def test_an_older_backup_restored_in_place_leaves_the_erased_erased(before: Before) -> None:
    done = before.site.warta("restore", str(before.backup), "--anyway")
    assert done.returncode == 0, done.stderr
    assert "1 accounts that were erased since then are erased again" in done.stdout
    assert before.site.python(WHO) == "['budi']"
    assert before.site.python(PHONES) == "['+628']"


def test_on_another_machine_the_list_goes_with_the_backup(before: Before, other: Place, tmp_path: Path) -> None:
    lines = tmp_path / "erasures.jsonl"
    lines.write_text((before.site.home / "witness" / "erasures.jsonl").read_text())
    done = other.warta("restore", str(before.backup), "--erasures", str(lines))
    assert done.returncode == 0, done.stderr
    assert other.python(WHO) == "['budi']"
    assert before.erased in (other.home / "witness" / "erasures.jsonl").read_text()


def test_an_erased_readers_data_stays_closed_with_the_newest_copies_of_keys(before: Before, other: Place) -> None:
    """Even where the list of erasures was lost: the key is gone."""
    newer = before.backup.with_name("newer.tar.gz")
    assert before.site.warta("backup", str(newer)).returncode == 0
    done = other.warta("restore", str(before.backup))
    assert done.returncode == 0, done.stderr
    assert "Personal data of 1 readers stays closed" in done.stdout
    assert other.python(WHO) == "['ana', 'budi']"
    closed = "from warta.readers.models import *; print(User.objects.filter(vault_key=None).get().display_name)"
    assert other.python(closed) == "ana"


def test_without_copies_of_keys_everything_but_personal_data_comes_back(
    before: Before, other: Place, tmp_path: Path
) -> None:
    alone = tmp_path / "alone" / "warta.tar.gz"
    alone.parent.mkdir()
    alone.write_bytes(before.backup.read_bytes())
    done = other.warta("restore", str(alone))
    assert done.returncode == 0, done.stderr
    assert "Personal data of 2 readers stays closed: there is no .keys file" in done.stdout


def test_a_damaged_list_stops_the_restore_before_anything_is_replaced(before: Before, other: Place) -> None:
    folder = other.home / "witness"
    folder.mkdir(parents=True)
    (folder / "erasures.jsonl").write_text('{"id": "damaged"}\n{"id": "x"}\n')
    done = other.warta("restore", str(before.backup))
    assert done.returncode == 1
    assert "Line 1 of" in done.stderr
    assert "Traceback" not in done.stderr


def test_copies_of_keys_live_as_long_as_is_stated_and_nothing_else_is_touched(tmp_path: Path) -> None:
    copy = KeyCopy("a" * 26, "k1", b"sealed")
    moment = now()
    with clock_at(moment - KEY_COPIES.period - timedelta(minutes=1)):
        write_copies(tmp_path / "old.keys", [copy])
    with clock_at(moment - KEY_COPIES.period + timedelta(minutes=1)):
        write_copies(tmp_path / "young.keys", [copy])
    (tmp_path / "ssh.keys").write_text("somebody else's")
    with clock_at(moment):
        assert newest_beside(tmp_path / "old") == tmp_path / "young.keys"
        assert forget_old_copies(tmp_path) == [tmp_path / "old.keys"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ssh.keys", "young.keys"]


def test_changed_copies_of_keys_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "warta.keys"
    write_copies(path, [KeyCopy("a" * 26, "k1", b"sealed")])
    assert read_copies(path)[0].wrapped == b"sealed"
    path.write_bytes(path.read_bytes().replace(b'"k1"', b'"k2"'))
    with pytest.raises(BackupError, match="not whole"):
        read_copies(path)
