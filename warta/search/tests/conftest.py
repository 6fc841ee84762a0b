from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from warta.articles.tests.newsroom import Newsroom
from warta.search import services
from warta.search.reader import forget_readers


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    return Newsroom()


@pytest.fixture(autouse=True)
def index_root(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Each test has an index of its own."""
    settings.SEARCH_ROOT = tmp_path / "search"
    yield settings.SEARCH_ROOT
    for follower in services._followers.values():
        follower.close()
    services._followers.clear()
    forget_readers()
