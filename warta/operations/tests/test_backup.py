from __future__ import annotations

import resource
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import Place, a_place, an_empty_place

OUTLETS = "from warta.articles.models import Outlet; "
MAKE = OUTLETS + "Outlet.objects.create(name='Harian Uji', slug='harian-uji')"
COUNT = OUTLETS + "print(Outlet.objects.filter(slug='harian-uji').count())"
DELIVER = (
    "from datetime import timedelta; from warta.lib.clock import now; from warta.outbox.models import Delivery; "
    "[Delivery.objects.create(channel='telegram', destination='d', subject=f'article:{n}', operation='send',"
    " lane=10, dedupe_key=str(n), expires_at=now() + timedelta(days=1)) for n in (1, 2)]"
)
STATES = "from warta.outbox.models import Delivery, Hold; " + (
    "print(sorted(Delivery.objects.values_list('state', flat=True)), Hold.objects.filter(released_at=None).count())"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("site")) as place:
        assert place.warta("prepare").returncode == 0
        place.python(f"{MAKE}; {DELIVER}")
        (place.home / "media" / "images").mkdir(parents=True)
        (place.home / "media" / "images" / "foto.jpg").write_bytes(b"\xff\xd8picture")
        (place.home / "press" / "here").mkdir(parents=True)
        (place.home / "press" / "here" / "page").write_text("pressed")
        yield place


@pytest.fixture(scope="module")
def backup(site: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "warta.tar.gz"
    done = site.warta("backup", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Place]:
    with an_empty_place(tmp_path / "other") as place:
        yield place


def names_in(backup: Path) -> set[str]:
    with tarfile.open(backup) as tar:
        return set(tar.getnames())


def test_a_backup_holds_database_and_media_and_neither_keys_nor_pressed_pages(backup: Path) -> None:
    names = names_in(backup)
    assert "media/images/foto.jpg" in names
    assert {"database.sqlite3", "database.dump"} & names
    assert not [name for name in names if "key" in name or "press" in name]


def test_only_its_owner_can_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_what_was_backed_up_comes_back_with_sending_off(backup: Path, other: Place) -> None:
    done = other.warta("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert other.python(COUNT) == "1"
    assert (other.home / "media" / "images" / "foto.jpg").read_bytes() == b"\xff\xd8picture"
    assert other.python(STATES) == "['unknown', 'unknown'] 1"
    assert "warta outbox release" in done.stdout
    assert "2 messages may have been sent" in done.stdout
    assert "Personal data stays closed" in done.stdout  # the keys of the other home are others


def test_a_home_that_holds_a_site_is_not_overwritten_unless_told_and_then_kept_aside(
    backup: Path, other: Place
) -> None:
    assert other.warta("restore", str(backup)).returncode == 0
    other.python(OUTLETS + "Outlet.objects.create(name='Baru', slug='baru')")

    refused = other.warta("restore", str(backup))
    done = other.warta("restore", str(backup), "--anyway")

    assert refused.returncode == 1
    assert "--anyway" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert other.python(OUTLETS + "print(Outlet.objects.filter(slug='baru').count())") == "0"
    assert list(other.home.glob("before-restore-*/media/images/foto.jpg"))


def test_an_existing_file_is_not_overwritten(site: Place, backup: Path) -> None:
    before = backup.read_bytes()
    done = site.warta("backup", str(backup))
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert backup.read_bytes() == before


def test_a_full_disk_leaves_no_half_backup_and_says_so(site: Place, tmp_path: Path) -> None:
    target = tmp_path / "full" / "warta.tar.gz"
    target.parent.mkdir()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))  # a file may grow to 40 kB: as good as a full disk
    try:
        done = site.warta("backup", str(target))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert done.returncode == 1
    assert "disk is full" in done.stderr or "failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(target.parent.iterdir()) == []


def test_a_broken_off_restore_keeps_warta_from_starting(site: Place) -> None:
    mark = site.home / "run" / "restoring"
    mark.touch()
    try:
        done = site.warta("work")
    finally:
        mark.unlink()
    assert done.returncode == 1
    assert "broken off" in done.stderr
