"""The store: whole versions, switched at once, at addresses that can't lead elsewhere."""

from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.press.addresses import SEGMENT_MAX_CHARS, is_plain
from warta.press.models import PressedPage
from warta.press.store import NotStorable, Store

TRICKS = (
    "", "nasional", "//", "/a//b", "/a/../b", "/..", "/.", "/./a", "/@", "/a/@/page.html", "/a@", "/%2e%2e/", "/a%2fb",
    "/a\0b", "/a b", "/a\\b", "/a?b", "/a;b", "/.hidden", "/é", "/a\n", "/" + "a" * 201, "/a" * 501,
)  # fmt: skip


def put(store: Store, path: str, body: bytes, order: int = 1) -> str:
    version = store.write(path, order=order, file_name="page.html", body=body)
    with store.locked(path):
        store.switch(path, version)
    return version


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path, "warta.example")


@pytest.mark.parametrize("path", TRICKS)
def test_an_address_with_a_trick_in_it_is_never_kept(store: Store, path: str) -> None:
    with pytest.raises(NotStorable):
        store.write(path, order=1, file_name="page.html", body=b"x")


@pytest.mark.parametrize("host", ["", ".", "..", "a/b", "a\0", "A", "@", ".locks", "a b"])
def test_a_host_that_names_no_folder_is_refused(tmp_path: Path, host: str) -> None:
    with pytest.raises(NotStorable):
        Store(tmp_path, host)


@given(st.text())
def test_whatever_is_plain_stays_below_its_folder(text: str) -> None:
    path = "/" + text
    if is_plain(path):
        assert os.path.normpath(path) == path.rstrip("/") or path == "/"
        assert "@" not in path


def test_a_folder_and_a_file_of_the_same_name_are_two_pages(store: Store) -> None:
    put(store, "/nasional/", b"front")
    put(store, "/nasional", b"other")
    first, second = store.read("/nasional/"), store.read("/nasional")
    assert first is not None
    assert second is not None
    assert (first.bodies["identity"], second.bodies["identity"]) == (b"front", b"other")
    assert sorted(store.paths()) == ["/nasional", "/nasional/"]


def test_all_forms_of_a_version_say_the_same(store: Store) -> None:
    put(store, "/", b"<h1>Warta</h1>" * 100)
    copy = store.read("/")
    assert copy is not None
    bodies = {gzip.decompress(copy.bodies["gzip"]), brotli.decompress(copy.bodies["br"])}
    assert bodies == {copy.bodies["identity"]}


def test_a_later_pressing_is_not_replaced_by_an_earlier_one(store: Store) -> None:
    early = store.write("/", order=1, file_name="page.html", body=b"old")
    put(store, "/", b"new", order=2)
    with store.locked("/"):
        assert not store.switch("/", early)
    copy = store.read("/")
    assert copy is not None
    assert copy.bodies["identity"] == b"new"


def test_the_etag_changes_with_the_content_and_only_with_it(store: Store) -> None:
    etags = []
    for order, body in enumerate((b"aaa", b"aab", b"aaa")):
        put(store, "/", body, order)
        copy = store.read("/")
        assert copy is not None
        etags.append(copy.etags["identity"])
    assert etags[0] == etags[2] != etags[1]


def test_an_emptied_store_serves_nothing_and_refuses_what_was_written_before(store: Store) -> None:
    put(store, "/a", b"a")
    waiting = store.write("/b", order=1, file_name="page.html", body=b"b")
    store.empty()
    put(store, "/c", b"c")
    with store.locked("/b"):
        assert not store.switch("/b", waiting)
    assert list(store.paths()) == ["/c"]


def test_garbage_goes_and_what_is_served_stays(store: Store) -> None:
    old = put(store, "/a/b", b"1", 1)
    kept = put(store, "/a/b", b"2", 2)
    half = store.folder / "a" / "b@3-killed"
    half.mkdir()
    (store.folder / "empty" / "folder").mkdir(parents=True)
    for name in (old, half.name):
        os.utime(store.folder / "a" / name, (time.time() - 60,) * 2)
    store.collect_garbage()
    assert sorted(path.name for path in (store.folder / "a").iterdir()) == sorted(["b@", kept])
    assert not (store.folder / "empty").exists()


def test_a_denser_copy_says_the_same_under_a_new_version(store: Store) -> None:
    version = put(store, "/", os.urandom(500).hex().encode() * 20)
    denser = store.write_denser("/", version)
    assert denser is not None
    with store.locked("/"):
        assert store.switch("/", denser)
    copy = store.read("/")
    assert copy is not None
    assert copy.version == denser != version
    assert brotli.decompress(copy.bodies["br"]) == copy.bodies["identity"]


@pytest.mark.parametrize("slug", ["gubernur-resmikan-jalan-baru", "a-1.b_2~c", "x" * SEGMENT_MAX_CHARS])
def test_a_page_is_found_whatever_its_address_is_made_of(store: Store, slug: str) -> None:
    path = f"/nasional/read/2026/11/22/7/{slug}"
    version = put(store, path, b"article")
    denser = store.write_denser(path, version)
    assert denser is not None
    with store.locked(path):
        assert store.switch(path, denser)
    copy = store.read(path)
    assert copy is not None
    assert (copy.file_name, copy.bodies["identity"]) == ("page.html", b"article")
    assert len(denser) <= (PressedPage._meta.get_field("version").max_length or 0)


def test_reading_what_was_never_written_is_none(store: Store) -> None:
    put(store, "/a", b"a")
    assert store.read("/b") is None
    assert store.read("/a/b/c") is None


def test_a_store_from_before_the_machine_started_is_emptied(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    boot = store.root / "boot_id"
    monkeypatch.setattr("warta.press.store.BOOT", boot)
    boot.write_text("first")
    store.trust()
    put(store, "/", b"page", order=1)
    assert store.trust()
    assert store.current("/") is not None
    boot.write_text("second")
    assert not store.trust()
    assert store.current("/") is None


def test_where_starts_cannot_be_told_apart_nothing_is_trusted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.press.store.BOOT", store.root / "none")
    store.trust()
    put(store, "/", b"page", order=1)
    assert not store.trust()
    assert store.current("/") is None


def test_a_full_disk_does_not_keep_a_site_from_starting(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert not store.trust()
    assert not store.trust()
