"""Tests run on a state folder of their own, whatever the environment says."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

os.environ["WARTA_HOME"] = tempfile.mkdtemp(prefix="warta-test-")
os.environ["WARTA_SITE_URL"] = "http://127.0.0.1:8000"
os.environ["WARTA_SITE_NAME"] = "Warta"
for _name in ("WARTA_TELEGRAM_TOKEN", "WARTA_TELEGRAM_API", "WARTA_TELEGRAM_CHANNEL", "WARTA_LANGUAGE"):
    os.environ.pop(_name, None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite's tests run in a file: only there do several threads see and lock the database as they do in earnest."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        database.setdefault("TEST", {})["NAME"] = str(Path(os.environ["WARTA_HOME"]) / f"test-{worker}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def passwords_that_cost_nothing() -> None:
    """Hashing a password as it deserves takes half a second, for each person of each test."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
