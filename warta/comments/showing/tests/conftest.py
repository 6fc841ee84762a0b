from __future__ import annotations

import pytest

from warta.comments.showing.tests.cast import Square
from warta.readers.terms.publishing import ensure_starting_texts


@pytest.fixture
def square(db: None) -> Square:
    return Square()


@pytest.fixture
def terms(db: None) -> None:
    """Consents rest on texts."""
    ensure_starting_texts()
