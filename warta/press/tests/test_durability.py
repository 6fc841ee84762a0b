"""The press writes its own book-keeping less hard, and nothing else."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import connection, transaction

from warta.press.durability import without_waiting_for_the_disk
from warta.press.marks import collected_tags, once_per_page

NORMAL, FULL = 1, 2

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_full"),
]


@pytest.fixture
def _full() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")


def level() -> int:
    """How hard the connection writes; PostgreSQL always writes as hard as it is told."""
    if connection.vendor != "sqlite":
        return FULL
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA synchronous").fetchone()[0])


def fail() -> None:
    with without_waiting_for_the_disk():
        assert level() == (NORMAL if connection.vendor == "sqlite" else FULL)
        raise KeyError


def test_it_waits_for_the_disk_again_afterwards_whatever_happened() -> None:
    with pytest.raises(KeyError):
        fail()
    assert level() == FULL


def test_inside_a_transaction_it_changes_nothing() -> None:
    with transaction.atomic(), without_waiting_for_the_disk():
        assert level() == FULL
    assert level() == FULL


def test_blocks_within_each_other_end_as_it_began() -> None:
    with without_waiting_for_the_disk():
        with without_waiting_for_the_disk():
            pass
        assert level() == (NORMAL if connection.vendor == "sqlite" else FULL)
    assert level() == FULL


def test_what_a_page_asks_twice_is_asked_once_for_each_page() -> None:
    asked = count()
    ask = once_per_page(lambda: next(asked))
    for _page in range(2):
        with collected_tags():
            assert ask() == ask()
    assert (ask(), ask()) == (2, 3)
