"""A reader who signed in a moment ago, and one whose proof is old."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from warta.lib.clock import now
from warta.readers.accounts.proving import PROVEN_AT
from warta.readers.models import User


def signed_in(someone: User, *, seconds_ago: float = 1, **options: object) -> Client:
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(someone)
    session = client.session
    session[PROVEN_AT] = now().timestamp() - seconds_ago
    session.save()
    return client


@pytest.fixture
def enter() -> Callable[..., Client]:
    return signed_in
