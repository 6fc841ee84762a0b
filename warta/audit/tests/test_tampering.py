from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from warta.audit.chain import BEGINNING, Link
from warta.audit.models import AuditEntry
from warta.audit.queries import Report, Witnessed, last_witnessed, verified, witnessed
from warta.audit.services import head_to_tell, note_told, record, witness_path, write_witness

CHANGED = [
    ("number", "number + 100"),
    ("at", "'2020-01-01 00:00:00'"),
    ("action", "'nothing'"),
    ("actor", "'somebody'"),
    ("subject", "'article:9'"),
    ("facts", "'{}'"),
    ("previous", f"'{BEGINNING}'"),
    ("hash", f"'{BEGINNING}'"),
]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    for number in range(1, 7):
        record("article.published", actor=f"ana{number}", subject=f"article:{number}", facts={"words": number})
        if number in (2, 4):
            write_witness()
    return tmp_path


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _found() -> Report:
    return verified(witness_path())


def _chain_anew(*, since: int, action: str) -> None:
    """As somebody would who may write to the database: change one entry, and seal all that follow again."""
    previous = AuditEntry.objects.get(number=since - 1).hash if since > 1 else BEGINNING
    for entry in AuditEntry.objects.filter(number__gte=since).order_by("number"):
        does = action if entry.number == since else entry.action
        link = Link(entry.number, entry.at, does, entry.actor, entry.subject, entry.facts, previous)
        _do(f"UPDATE audit_auditentry SET action='{does}', previous='{previous}', hash='{link.seal}' "
            f"WHERE number={entry.number}")  # fmt: skip
        previous = link.seal
    _do(f"UPDATE audit_audithead SET hash='{previous}'")


@pytest.mark.django_db
@pytest.mark.parametrize(("column", "value"), CHANGED)
def test_a_change_of_any_column_is_found_and_what_stands_before_is_still_believed(column: str, value: str) -> None:
    _do(f"UPDATE audit_auditentry SET {column} = {value} WHERE number = 5")
    report = _found()
    assert not report.is_whole
    assert report.sound_until == 4
    assert report.conclusion == "Up to entry 4 the log is as it was; from entry 5 on it can't be believed."


@pytest.mark.django_db
def test_entries_taken_out_of_the_middle_are_found_even_where_the_rest_is_renumbered() -> None:
    _do("DELETE FROM audit_auditentry WHERE number = 3")
    for number in (4, 5, 6):
        _do(f"UPDATE audit_auditentry SET number = {number - 1} WHERE number = {number}")
    _do("UPDATE audit_audithead SET number = 5")
    assert _found().sound_until == 2


@pytest.mark.django_db
def test_a_tail_cut_back_behind_the_last_witness_is_found() -> None:
    kept = AuditEntry.objects.get(number=3).hash
    _do("DELETE FROM audit_auditentry WHERE number > 3")
    _do(f"UPDATE audit_audithead SET number = 3, hash = '{kept}'")
    report = _found()
    assert report.findings == ["The witness saw entry 4, which is gone."]
    assert report.sound_until == 2


@pytest.mark.django_db
@pytest.mark.parametrize("since", [1, 3])
def test_a_log_chained_anew_is_found_by_the_witness(since: int) -> None:
    _chain_anew(since=since, action="forged")
    report = _found()
    assert "Entry 4 is not the one the witness saw." in report.findings
    assert report.sound_until == (0 if since == 1 else 2)


@pytest.mark.django_db
def test_the_witness_of_a_forged_log_does_not_speak_for_it() -> None:
    _do("DELETE FROM audit_auditentry WHERE number > 4")
    _chain_anew(since=4, action="forged")
    _do("UPDATE audit_audithead SET number = 4")
    assert write_witness()
    assert "Entry 4 is not the one the witness saw." in _found().findings


@pytest.mark.django_db
def test_an_end_with_another_seal_than_its_entry_is_found() -> None:
    _do(f"UPDATE audit_audithead SET hash = '{BEGINNING}'")
    assert _found().findings == ["Entry 6 is not the end that was written down with it."]


@pytest.mark.django_db
def test_what_a_mail_told_is_held_against_the_log_even_if_the_witness_file_is_forged() -> None:
    told = Witnessed(5, AuditEntry.objects.get(number=5).hash)
    _chain_anew(since=5, action="forged")
    witness_path().unlink()
    write_witness()
    assert _found().is_whole
    assert verified(witness_path(), [told]).findings == ["Entry 5 is not the one the witness saw."]
    with pytest.raises(CommandError, match="tampered"):
        call_command("audit", "verify", seen=[f"5:{told.hash}"], stdout=StringIO())
    with pytest.raises(CommandError, match="--seen takes"):
        call_command("audit", "verify", seen=["5"], stdout=StringIO())


@pytest.mark.django_db
def test_each_end_is_told_to_other_machines_once() -> None:
    head = head_to_tell()
    assert head is not None
    assert (note_told(head), note_told(head), head_to_tell()) == (True, False, None)
    record("article.withdrawn")
    assert head_to_tell() is not None


@pytest.mark.django_db
def test_a_line_cut_short_by_a_crash_does_not_spoil_the_next_one() -> None:
    with witness_path().open("a") as file:
        file.write('{"number": 5, "ha')
    write_witness()
    assert [line.number for line in witnessed(witness_path())] == [2, 4, 0, 6]
    assert last_witnessed(witness_path()) == Witnessed(6, AuditEntry.objects.get(number=6).hash)
