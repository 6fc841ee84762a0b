"""What every test of the house shares. The environment they run in is set before, by `tests/environment.py`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """SQLite's tests run in a file: only there do several threads see and lock the database as they do in earnest."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["WARTA_HOME"]) / f"test-{worker}.sqlite3")
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session", autouse=True)
def passwords_that_cost_nothing() -> None:
    """Hashing a password as it deserves takes half a second, for each person of each test."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
