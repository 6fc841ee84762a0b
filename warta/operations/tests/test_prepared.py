from __future__ import annotations

from pathlib import Path

from warta.operations.prepared import Prepared, fingerprint, forget_prepared, read_prepared, write_prepared

SETTINGS = {"WARTA_SITE_NAME": "Warta", "HOME": "/root"}


def test_what_was_left_behind_is_read_again(tmp_path: Path) -> None:
    assert read_prepared(tmp_path) is None
    left = Prepared("abc", "0.1.0", hint="Begin.")
    write_prepared(tmp_path, left)
    assert read_prepared(tmp_path) == left
    forget_prepared(tmp_path)
    assert read_prepared(tmp_path) is None


def test_a_broken_word_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "prepared.json").write_text('{"fingerprint": 1')
    assert read_prepared(tmp_path) is None


def test_the_fingerprint_changes_with_what_is_prepared_and_not_with_where_it_is_served(tmp_path: Path) -> None:
    first = fingerprint(tmp_path, SETTINGS, demo=False)
    assert fingerprint(tmp_path, SETTINGS, demo=False) == first
    assert fingerprint(tmp_path, {**SETTINGS, "HOME": "/home", "WARTA_SUPERVISOR": "7"}, demo=False) == first
    assert fingerprint(tmp_path, {**SETTINGS, "WARTA_PORT": "8010"}, demo=False) == first
    assert fingerprint(tmp_path, {**SETTINGS, "WARTA_SITE_NAME": "Kabar"}, demo=False) != first
    assert fingerprint(tmp_path, SETTINGS, demo=True) != first
    (tmp_path / "warta.sqlite3").write_text("")
    assert fingerprint(tmp_path, SETTINGS, demo=False) != first
