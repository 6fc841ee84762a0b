"""What every test of the house shares. The environment they run in is set before, by `tests/environment.py`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import put_postgres, put_sqlite

ROOT = Path(__file__).resolve().parent
# Values in, values out: the import contracts keep them from any database, so that one run says it all.
KNOW_NO_DATABASE = (
    "warta/lib/",
    "warta/comments/civility/",
    "warta/comments/reading/",
    "warta/comments/weighing/",
    "warta/campaigns/tests/test_both_verifiers.py",
    "warta/campaigns/tests/test_by_the_document.py",
    "warta/campaigns/tests/test_checking.py",
    "warta/campaigns/tests/test_computing.py",
    "warta/sentinel/tests/test_curve.py",
    "warta/sentinel/tests/test_model.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about SQLite's file, or about no database at all, has nothing to say on PostgreSQL."""
    if os.environ.get("WARTA_DATABASE_URL"):
        apart = {item for item in items if item.get_closest_marker("sqlite") or _knows_no_database(item)}
        items[:] = [item for item in items if item not in apart]
        config.hook.pytest_deselected(items=list(apart))


def _knows_no_database(item: pytest.Item) -> bool:
    return item.path.relative_to(ROOT).as_posix().startswith(KNOW_NO_DATABASE)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Each process finds its database migrated, and need not remove it: its home or its server goes at the end."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite's tests run in a file: only there do several threads see and lock the database as they do in earnest."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        path = Path(os.environ["WARTA_HOME"]) / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(path)
        put_sqlite(path)
    else:
        name = f"test_warta_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
        database.setdefault("TEST", {})["NAME"] = name
        put_postgres(os.environ["WARTA_DATABASE_URL"], name)


@pytest.fixture(scope="session", autouse=True)
def passwords_that_cost_nothing() -> None:
    """Hashing a password as it deserves takes half a second, for each person of each test."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Tests read what the source says; whichever page was asked for last would set the language otherwise."""
    from django.utils.translation import override

    with override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_follow_the_language_of_the_site() -> None:
    """Django keeps addresses as it first made them: without a prefix in whatever was the site's language then."""
    from django.test.signals import setting_changed
    from django.urls import clear_url_caches

    def forget(*, setting: str, **_others: object) -> None:
        if setting == "LANGUAGE_CODE":
            clear_url_caches()

    setting_changed.connect(forget, weak=False)
