from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from warta.audit.models import AuditEntry, NotChangeable
from warta.audit.queries import verified
from warta.audit.services import record, witness_path, write_witness
from warta.lib.ids import opaque_id


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def _tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _three_entries() -> None:
    for number in range(3):
        record("article.published", actor=opaque_id(), subject=f"article:{number}", facts={"words": number})


@pytest.mark.django_db
def test_an_untouched_log_is_whole() -> None:
    _three_entries()
    write_witness()
    report = verified(witness_path())
    assert (report.entries, report.witnessed, report.findings) == (3, 1, [])


@pytest.mark.django_db
def test_an_empty_log_is_whole() -> None:
    assert not write_witness()
    assert verified(witness_path()).is_whole


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE audit_auditentry SET actor = 'somebody' WHERE number = 2", "Entry 2 was changed."),
        ("UPDATE audit_auditentry SET facts = '{}' WHERE number = 3", "Entry 3 was changed."),
        ("DELETE FROM audit_auditentry WHERE number = 2", "Entries are missing before 3."),
        ("DELETE FROM audit_auditentry WHERE number = 3", "The end of the log is missing: it stops at entry 2."),
        ("DELETE FROM audit_audithead", "The end of the log is missing: it stops at entry 3."),
    ],
)
def test_tampering_with_a_row_is_found(statement: str, finding: str) -> None:
    _three_entries()
    _tamper(statement)
    assert finding in verified(witness_path()).findings


@pytest.mark.django_db
def test_a_log_cut_and_its_end_moved_back_is_found_by_the_witness() -> None:
    _three_entries()
    write_witness()
    kept = AuditEntry.objects.get(number=2).hash
    _tamper("DELETE FROM audit_auditentry WHERE number = 3")
    _tamper(f"UPDATE audit_audithead SET number = 2, hash = '{kept}'")
    assert verified(witness_path()).findings == ["The witness saw entry 3, which is gone."]


@pytest.mark.django_db
def test_a_log_rewritten_whole_is_found_by_the_witness() -> None:
    _three_entries()
    write_witness()
    _tamper("DELETE FROM audit_auditentry")
    _tamper("DELETE FROM audit_audithead")
    _three_entries()
    assert "Entry 3 is not the one the witness saw." in verified(witness_path()).findings


@pytest.mark.django_db
def test_a_damaged_witness_is_named() -> None:
    _three_entries()
    write_witness()
    with witness_path().open("a") as file:
        file.write('{"number": 3\n')
    assert verified(witness_path()).findings == ["The witness file has a line that can't be read."]


@pytest.mark.django_db
def test_the_witness_is_written_once_per_end_and_read_by_the_owner_alone() -> None:
    _three_entries()
    assert [write_witness(), write_witness()] == [True, False]
    record("article.withdrawn")
    assert write_witness()
    assert len(witness_path().read_text().splitlines()) == 2
    assert witness_path().stat().st_mode & 0o077 == 0


@pytest.mark.django_db(transaction=True)
def test_an_entry_falls_with_the_transaction_it_tells_of() -> None:
    with transaction.atomic():
        record("article.published")
        transaction.set_rollback(True)
    record("article.withdrawn")
    assert [entry.action for entry in AuditEntry.objects.all()] == ["article.withdrawn"]
    assert verified(witness_path()).is_whole


@pytest.mark.django_db(transaction=True)
def test_many_threads_make_one_chain() -> None:
    def act(number: int) -> None:
        try:
            record("article.published", subject=f"article:{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(60)))
    report = verified(witness_path())
    assert (report.entries, report.findings) == (60, [])


@pytest.mark.django_db
def test_rows_can_be_neither_changed_nor_deleted_by_the_model() -> None:
    entry = record("article.published")
    for change in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(NotChangeable):
            change()
    with pytest.raises(NotChangeable):
        AuditEntry.objects.update(actor="")


@pytest.mark.django_db
def test_what_looks_personal_is_hidden() -> None:
    assert "warta.example" not in record("x", facts={"to": "ana@warta.example"}).facts


@pytest.mark.django_db
def test_the_command_says_whether_the_log_is_whole() -> None:
    _three_entries()
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert "3 entries" in out.getvalue()
    _tamper("UPDATE audit_auditentry SET action = 'x' WHERE number = 1")
    with pytest.raises(CommandError, match="tampered"):
        call_command("audit", "verify", stdout=out)
    assert "Entry 1 was changed." in out.getvalue()
