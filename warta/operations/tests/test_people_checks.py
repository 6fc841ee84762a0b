from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from warta.lib.clock import clock_at, now
from warta.operations.checks import people
from warta.operations.kept_aside import forget_kept_aside
from warta.readers.models import ConsentReceipt, Deletion, Erasure
from warta.readers.own_data.erasure_list import follow_table, list_path
from warta.readers.own_data.retention import KEY_COPIES
from warta.readers.terms.purposes import NEWSLETTER
from warta.readers.terms.services import withdraw_consent
from warta.readers.terms.tests.cast import published, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_home(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def test_what_is_kept_too_long_is_told_with_its_number() -> None:
    assert list(people.what_is_kept_goes_in_time()) == []
    Deletion.objects.create(person=reader("gita"), due_at=now() - timedelta(days=1), language="id")
    [finding] = people.what_is_kept_goes_in_time()
    assert finding.what.startswith("1 of “deletion_grace”")
    assert "pembaca.example" not in finding.what


def test_a_withdrawal_that_waits_is_a_warning_and_after_three_days_it_is_wrong() -> None:
    published()
    receipt = withdraw_consent(reader("gita"), NEWSLETTER, how="consents_page", language="id")
    ConsentReceipt.objects.filter(pk=receipt.pk).update(settled_at=None)
    assert [finding.level for finding in people.withdrawals_are_acted_on()] == ["warning"]
    with clock_at(now() + timedelta(hours=73)):
        assert [finding.level for finding in people.withdrawals_are_acted_on()] == ["wrong"]


def test_erasures_that_only_the_database_knows_are_told() -> None:
    Erasure.objects.create(public_id="a" * 26)
    assert [finding.level for finding in people.erasures_are_witnessed()] == ["wrong"]
    follow_table()
    assert list(people.erasures_are_witnessed()) == []
    list_path().write_text("damaged\n" * 2)
    assert [finding.level for finding in people.erasures_are_witnessed()] == ["wrong"]


def test_a_site_without_a_privacy_notice_is_warned() -> None:
    assert [finding.level for finding in people.notice_states_the_periods()] == ["warning"]
    published()
    assert list(people.notice_states_the_periods()) == []


def test_what_a_restore_put_aside_goes_with_the_copies_of_keys(tmp_path: Path) -> None:
    moment = now()
    old = tmp_path / f"before-restore-{moment - KEY_COPIES.period - timedelta(hours=1):%Y%m%d-%H%M%S}"
    young = tmp_path / f"before-restore-{moment - timedelta(days=1):%Y%m%d-%H%M%S}"
    other = tmp_path / "before-restore-by-hand"
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "warta.sqlite3").write_bytes(b"x")
    with clock_at(moment):
        assert forget_kept_aside() == 1
        assert forget_kept_aside() == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([young.name, other.name])
