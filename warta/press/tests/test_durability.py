"""The press writes its own book-keeping less hard, and nothing else."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import connection, transaction
from django.utils import translation

from warta.press.durability import without_waiting_for_the_disk
from warta.press.marks import collected_tags, once_per_round, one_round, shows

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


def test_what_pages_of_a_round_ask_is_asked_once_and_shown_by_each() -> None:
    asked = count()

    @once_per_round
    def ask(of: str) -> str:
        shows(of)
        return f"{of}: {next(asked)}"

    for _round in range(2):
        with one_round():
            for _page in range(2):
                with collected_tags() as tags:
                    assert ask("a") == ask("a")
                assert tags == {"a"}
    assert next(asked) == 2


def test_each_language_is_asked_for_itself_and_outside_a_round_each_time() -> None:
    asked = count()
    ask = once_per_round(lambda: next(asked))
    with one_round():
        with translation.override("id"):
            assert (ask(), ask()) == (0, 0)
        with translation.override("en"), one_round():
            assert (ask(), ask()) == (1, 1)
    assert (ask(), ask()) == (2, 3)
