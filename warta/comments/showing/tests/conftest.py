from __future__ import annotations

import pytest

from warta.comments.showing.tests.cast import Square


@pytest.fixture
def square(db: None) -> Square:
    return Square()
