"""Those who write to SQLite at the same time: they wait in line, and a turn always comes back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from warta.lib.databases import database_settings

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
THREADS, EACH = 8, 25


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[ConnectionHandler]:
    """Each thread has a connection of its own to one file. Patience is short, so that who waits in vain fails soon."""
    entry = database_settings("", home=tmp_path)
    entry["OPTIONS"]["timeout"] = 0.3
    handler = ConnectionHandler({"default": entry})
    with handler["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE counted (number INTEGER)")
        cursor.execute("INSERT INTO counted VALUES (0)")
    yield handler
    handler.close_all()


@contextmanager
def _transaction(databases: ConnectionHandler) -> Iterator[BaseDatabaseWrapper]:
    connection = databases["default"]
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield connection
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def _count_up(databases: ConnectionHandler) -> None:
    """Reads and writes in one transaction: two at once would lose one."""
    with _transaction(databases) as connection, connection.cursor() as cursor:
        number = cursor.execute("SELECT number FROM counted").fetchone()[0]
        cursor.execute("UPDATE counted SET number = %s", [number + 1])


def _counted(databases: ConnectionHandler) -> int:
    with databases["default"].cursor() as cursor:
        return int(cursor.execute("SELECT number FROM counted").fetchone()[0])


def test_threads_that_write_at_once_lose_nothing(databases: ConnectionHandler) -> None:
    def write(_number: int) -> None:
        try:
            for _ in range(EACH):
                _count_up(databases)
        finally:
            databases["default"].close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    assert _counted(databases) == THREADS * EACH


def test_a_turn_comes_back_after_a_failure_and_after_a_closed_connection(databases: ConnectionHandler) -> None:
    with pytest.raises(ZeroDivisionError), _transaction(databases):
        raise ZeroDivisionError
    with _transaction(databases) as connection:
        connection.close()
    with ThreadPoolExecutor(1) as other:
        other.submit(_count_up, databases).result(5)
    assert _counted(databases) == 1


def test_who_waits_for_another_process_in_vain_fails_as_with_sqlite(databases: ConnectionHandler) -> None:
    with closing(sqlite3.connect(databases["default"].settings_dict["NAME"], isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            _count_up(databases)
        another.execute("ROLLBACK")
    _count_up(databases)
    assert _counted(databases) == 1


def test_who_waits_is_let_in_when_another_process_is_done(databases: ConnectionHandler) -> None:
    name = databases["default"].settings_dict["NAME"]
    with closing(sqlite3.connect(name, isolation_level=None, check_same_thread=False)) as another:
        another.execute("BEGIN IMMEDIATE")
        with ThreadPoolExecutor(1) as waiting:
            counted = waiting.submit(_count_up, databases)
            assert not counted.done()
            another.execute("COMMIT")
            counted.result(5)
    assert _counted(databases) == 1


def test_a_turn_that_is_never_given_back_stops_nobody_for_good(databases: ConnectionHandler) -> None:
    with _transaction(databases) as stuck:
        stuck.connection.execute("COMMIT")  # SQLite is free, though the turn is not
        with ThreadPoolExecutor(1) as other:
            other.submit(_count_up, databases).result(5)
        stuck.connection.execute("BEGIN")
    assert _counted(databases) == 1
