from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from warta.press.tests import urls


@pytest.fixture
def site(settings: Any, tmp_path: Path, transactional_db: None) -> None:
    """The tiny site with an empty store. Commits are real, for the press waits for them."""
    settings.ROOT_URLCONF = "warta.press.tests.urls"
    settings.PRESS_ROOT = tmp_path / "press"
    for kept in (urls.headlines, urls.rendered, urls.withdrawn):
        kept.clear()
    urls.headlines.update({1: "One", 2: "Two"})
