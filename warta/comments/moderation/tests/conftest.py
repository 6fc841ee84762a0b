from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from warta.comments.moderation.tests.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture(autouse=True)
def site_in_english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"
