from __future__ import annotations

import pytest

from warta.articles.tests.newsroom import Newsroom


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    return Newsroom()
