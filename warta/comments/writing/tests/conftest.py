from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from warta.comments.models import CommentRules
from warta.comments.models.rules import ONLY_ROW
from warta.comments.writing.knowledge import forget_kept
from warta.comments.writing.tests.cast import Square


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What a process keeps for two seconds is of another test's database."""
    forget_kept()
    yield
    forget_kept()


@pytest.fixture(autouse=True)
def site_in_english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def square(db: None) -> Square:
    """Nobody is held out unless a test says so: it would depend on the key of the run."""
    CommentRules.objects.create(pk=ONLY_ROW, holdout_percent=0)
    return Square()
