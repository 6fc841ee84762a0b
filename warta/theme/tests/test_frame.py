"""The frame of pages that are rendered for one person: kept, and the same for everybody."""

from __future__ import annotations

from typing import Any

import pytest

from warta.theme import frame
from warta.theme.languages import editions_of
from warta.theme.ports import MenuEntry


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_kept", {})


def _context(path: str = "/account/", **more: Any) -> dict[Any, Any]:
    said = {"site_name": "Warta", "newspaper": "Warta", "site_url": "http://127.0.0.1:8000", "language": "en"}
    return {**said, "bare_path": path, "editions": editions_of(path), "menu": (), **more}


def test_a_part_is_kept_for_a_while_and_then_rendered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = frame.part_for("theme/footer.html", _context())
    newer = _context(menu=(MenuEntry("Olahraga", "/olahraga/"),))
    assert frame.part_for("theme/footer.html", newer) == before
    monkeypatch.setattr(frame, "KEPT_SECONDS", 0)
    assert "Olahraga" in frame.part_for("theme/footer.html", newer)


def test_each_address_has_its_own_way_to_the_other_language() -> None:
    parts = [frame.part_for("theme/masthead.html", _context(path)) for path in ("/account/", "/account/profile/")]
    assert parts[0] != parts[1]
    assert "/account/profile/" in parts[1]


def test_nothing_of_a_person_gets_into_the_frame() -> None:
    told = _context(user="ana@warta.example", request="secret", messages=["secret"])
    assert "ana@warta.example" not in frame.part_for("theme/masthead.html", told)


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "MOST", 3)
    for number in range(10):
        frame.part_for("theme/footer.html", _context(f"/account/{number}/"))
    assert len(frame._kept) <= 3
