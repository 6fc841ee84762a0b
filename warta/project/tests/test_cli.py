from __future__ import annotations

import errno
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import OperationalError, ProgrammingError

from tests.places import Place, a_place
from warta.operations.troubles import sentence_for
from warta.project import cli
from warta.project.nearest import unknown_command
from warta.project.overview import COMMANDS


def test_warta_alone_lists_our_commands_with_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 0
    said = capsys.readouterr().out
    assert all(name in said and line in said for name, line in COMMANDS.items())


def test_every_command_in_the_overview_exists() -> None:
    assert set(COMMANDS) - {"up"} <= set(get_commands())


def test_every_command_of_our_rooms_is_in_the_overview() -> None:
    ours = {name for name, room in get_commands().items() if isinstance(room, str) and room.startswith("warta.")}
    # `warta prepare` does the one, `warta work` the other.
    assert ours - set(COMMANDS) <= {"site", "publish_scheduled"}


@pytest.mark.parametrize(("typed", "meant"), [("bakup", "backup"), ("docter", "doctor"), ("migrat", "migrate")])
def test_an_unknown_command_says_the_nearest(typed: str, meant: str) -> None:
    assert f"did you mean `warta {meant}`?" in unknown_command(typed)


def test_an_unknown_command_far_from_all_points_to_the_overview() -> None:
    assert "`warta` alone" in unknown_command("zzzzzzzz")


def test_other_management_commands_are_known() -> None:
    assert unknown_command("showmigrations") == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WARTA_PORT", "eighty"),
        ("WARTA_TIME_ZONE", "Mars/Olympus"),
        ("WARTA_LANGUAGE", "fr"),
        ("WARTA_SITE_URL", "warta.example"),
        ("WARTA_DATABASE_URL", "mysql://somewhere/x"),
        ("WARTA_VAULT_KEYS", "k1:short"),
        ("WARTA_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_exit_code_2(tmp_path: Path, name: str, value: str) -> None:
    done = Place(tmp_path, {name: value}).warta("check")
    assert done.returncode == 2
    assert done.stderr.startswith(f"warta: {name} ")
    assert len(done.stderr.splitlines()) == 1
    assert "short" not in done.stderr or name != "WARTA_VAULT_KEYS"


@pytest.mark.parametrize(
    "command", [("outbox", "release"), ("backup", "/nowhere/at/all"), ("restore", "/nowhere"), ("keys", "export", "/")]
)
def test_a_command_that_fails_says_why_in_warta_s_own_name(tmp_path: Path, command: tuple[str, ...]) -> None:
    with a_place(tmp_path) as place:
        done = place.warta(*command)
    assert (done.returncode != 0) == done.stderr.startswith("warta: ")
    assert "Error:" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_one_sentence_without_its_password(tmp_path: Path) -> None:
    place = Place(tmp_path, {"WARTA_DATABASE_URL": "postgres://warta:rahasia@127.0.0.1:9/warta"})
    done = place.warta("prepare")
    assert done.returncode == 1
    assert done.stderr.startswith("warta: The database doesn't answer")
    assert "rahasia" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("error", "words", "code"),
    [
        (OperationalError("no such table: articles_articlepage"), "run `warta prepare`", 3),
        (ProgrammingError('relation "x" does not exist'), "run `warta prepare`", 3),
        (OperationalError("database is locked"), "locked by another program", 1),
        (OperationalError("database or disk is full"), "the disk is full", 1),
        (OperationalError("attempt to write a readonly database"), "can't be written to", 1),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full", 1),
        (ValueError("a fault of ours"), "", 1),
    ],
)
def test_known_troubles_are_said_in_a_sentence(error: Exception, words: str, code: int) -> None:
    sentence, exit_code = sentence_for(error)
    assert words in sentence
    assert bool(sentence) == bool(words)
    assert exit_code == code


def test_a_command_says_its_own_help(tmp_path: Path) -> None:
    done = Place(tmp_path).warta("doctor", "--help")
    assert done.returncode == 0
    assert "usage: warta doctor" in done.stdout


@pytest.mark.sqlite
def test_the_database_is_closed_to_other_accounts_of_the_machine(tmp_path: Path) -> None:
    with a_place(tmp_path) as place:
        (tmp_path / "warta.sqlite3").chmod(0o644)  # as an earlier release left it
        assert place.warta("prepare").returncode == 0
    found = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("warta.sqlite3*")}
    assert "warta.sqlite3" in found
    assert set(found.values()) == {0}
