"""Static addresses change with the files, and lead to them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from warta.theme import fingerprint as fingerprints


def test_an_address_carries_the_fingerprint_as_a_folder() -> None:
    address = staticfiles_storage.url("wagtailadmin/css/core.css")
    assert address == f"/static/{fingerprints.fingerprint()}/wagtailadmin/css/core.css"


def test_the_newsrooms_own_files_carry_it_too() -> None:
    from wagtail.admin.staticfiles import versioned_static

    assert versioned_static("wagtailadmin/css/core.css").startswith(f"/static/{fingerprints.fingerprint()}/")


def test_the_fingerprint_changes_with_a_byte_and_with_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def seen(**contents: str) -> str:
        for name, content in contents.items():
            (tmp_path / name).write_text(content)
        monkeypatch.setattr(fingerprints, "static_files", lambda: {name: tmp_path / name for name in contents})
        return fingerprints.fingerprint.__wrapped__()

    assert seen(a="1") == seen(a="1")
    assert len({seen(a="1"), seen(a="2"), seen(b="1"), seen(a="1", b="1")}) == 4


def test_collecting_writes_each_text_in_three_forms(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", "--no-input", verbosity=0)
    style = tmp_path / fingerprints.fingerprint() / "wagtailadmin/css/core.css"
    packed = Path(f"{style}.gz").read_bytes(), Path(f"{style}.br").read_bytes()
    assert gzip.decompress(packed[0]) == brotli.decompress(packed[1]) == style.read_bytes()
