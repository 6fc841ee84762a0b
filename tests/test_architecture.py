"""The house keeps its shape: what import contracts can't see is held here."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model

from warta.project import wiring

ROOT = Path(__file__).resolve().parent.parent
MOST_LIB_MODULES = 15


def _contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as handle:
        return list(tomllib.load(handle)["tool"]["importlinter"]["contracts"])


def _storeys() -> list[list[str]]:
    """The rooms by storey, the highest first, from the import contract."""
    layers = next(contract for contract in _contracts() if contract["containers"] == ["warta"])["layers"]
    return [[room.strip() for room in layer.split("|")] for layer in layers]


def _storey_of(model: type[Model]) -> int | None:
    label = model._meta.app_config.name.removeprefix("warta.")
    return next((height for height, rooms in enumerate(_storeys()) if label in rooms), None)


def _foreign_keys() -> list[ForeignKey[Any, Any]]:
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("warta.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]


def _goes_up_or_across(key: ForeignKey[Any, Any]) -> bool:
    here, there = _storey_of(key.model), _storey_of(key.related_model)
    if here is None or there is None or key.model._meta.app_label == key.related_model._meta.app_label:
        return False
    is_a_person = key.related_model._meta.label == settings.AUTH_USER_MODEL
    return there < here or (there == here and not is_a_person)


def test_foreign_keys_only_go_down_the_house() -> None:
    assert [str(key) for key in _foreign_keys() if _goes_up_or_across(key)] == []


@pytest.mark.parametrize("room", ["audit", "outbox"])
def test_a_person_is_only_an_opaque_id_to(room: str) -> None:
    keys = [str(key) for key in _foreign_keys() if key.model._meta.app_label == room]
    assert [name for name in keys if "user" in name.lower() or "reader" in name.lower()] == []
    assert all(
        key.related_model._meta.app_label == room for key in _foreign_keys() if key.model._meta.app_label == room
    )


def test_lib_stays_small() -> None:
    modules = [path for path in (ROOT / "warta" / "lib").glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= MOST_LIB_MODULES


@pytest.mark.parametrize("room", [room for storey in _storeys() for room in storey])
def test_every_room_says_what_it_owns(room: str) -> None:
    assert (ROOT / "warta" / room / "README.md").is_file()


def test_the_plan_names_the_storeys_that_the_contract_holds() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    positions = [plan.find("\n    " + " | ".join(storey) + "\n") for storey in _storeys()]
    assert -1 not in positions
    assert all(above < below for above, below in pairwise(positions))


def test_rooms_are_installed_in_the_order_of_the_house() -> None:
    installed = [config.name.removeprefix("warta.") for config in apps.get_app_configs() if "warta." in config.name]
    assert installed == [room for storey in _storeys() for room in storey if room != "lib"]


def test_the_composition_root_is_imported_by_nobody() -> None:
    importers = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "warta").rglob("*.py")
        if path.relative_to(ROOT / "warta").parts[0] != "project" and "warta.project" in _imports(path)
    ]
    assert importers == []


def _imports(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.lstrip().startswith(("import ", "from ")))


def test_joining_the_rooms_twice_changes_nothing() -> None:
    from warta.articles import events

    wiring.join()
    before = list(events.article_published._listeners)

    wiring.join()

    assert events.article_published._listeners == before
