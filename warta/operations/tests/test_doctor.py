from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.telegram_standin import StandIn
from warta.jobs.models import Job, JobRun
from warta.lib.clock import clock_at, now
from warta.operations import ports
from warta.operations.checks import database, sending, site, state, telegram, vault, work
from warta.operations.checks.findings import Check, Finding, wrong
from warta.operations.doctor import checks, examine
from warta.operations.models import Heartbeat
from warta.operations.services import beat, say_goodbye
from warta.outbox.services import hold_everything, pause_channel
from warta.readers.key_ring import ring
from warta.readers.models import User, VaultKey

TOKEN = "123456789:" + "A" * 35
PUBLIC = "https://warta.example.com"


def words(findings: list[Finding]) -> str:
    return " ".join(f"{finding.level}: {finding.what} {finding.do}" for finding in findings)


def test_a_folder_that_takes_writes_is_well(tmp_path: Path) -> None:
    assert list(state.folders_take_writes([tmp_path])) == []


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "can't be written" in words(list(state.folders_take_writes([tmp_path / "file"])))


def test_a_nearly_full_disk_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "free_bytes", lambda _home: 50 * state.MEGABYTE)
    assert words(list(state.disk_has_room(tmp_path))).startswith("wrong: Only 50 MB")


def test_a_missing_key_is_named_unless_the_environment_gives_it(tmp_path: Path) -> None:
    assert "secret-key" in words(list(state.keys_are_kept(tmp_path, given=frozenset({"vault-keys"}))))
    assert list(state.keys_are_kept(tmp_path, given=frozenset({"vault-keys", "secret-key"}))) == []


def test_a_key_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    for name in ("secret-key", "vault-keys"):
        (keys / name).write_text("x")
        (keys / name).chmod(0o600)
    assert list(state.keys_are_kept(tmp_path, given=frozenset())) == []

    (keys / "secret-key").chmod(0o644)

    assert "chmod 600" in words(list(state.keys_are_kept(tmp_path, given=frozenset())))


@pytest.mark.parametrize(
    ("address", "count"),
    [("http://warta.example.com", 1), (PUBLIC, 0), ("http://127.0.0.1:8000", 0), ("http://localhost", 0)],
)
def test_a_public_site_needs_https(address: str, count: int) -> None:
    assert len(list(site.site_address_is_safe(address))) == count


def test_trusting_the_whole_world_is_wrong() -> None:
    assert "trusts the whole world" in words(list(site.proxies_are_named(PUBLIC, "0.0.0.0", ["0.0.0.0/0"])))


def test_a_public_site_behind_an_unnamed_proxy_is_warned_of() -> None:
    assert "WARTA_TRUSTED_PROXIES" in words(list(site.proxies_are_named(PUBLIC, "127.0.0.1", [])))
    assert list(site.proxies_are_named(PUBLIC, "127.0.0.1", ["127.0.0.1"])) == []


def test_a_clock_before_the_first_warta_is_wrong() -> None:
    assert "believes it is 1970" in words(list(site.clock_is_sane(datetime(1970, 1, 1, tzinfo=UTC), None)))


def test_a_database_written_in_the_future_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "warta.sqlite3"
    file.write_text("")
    assert "in the future" in words(list(site.clock_is_sane(now() - timedelta(hours=2), file)))
    assert list(site.clock_is_sane(now(), file)) == []


@pytest.mark.django_db
def test_a_database_that_fits_is_well() -> None:
    assert list(database.database_answers()) == []
    assert list(database.database_fits()) == []
    assert list(database.database_is_whole()) == []


@pytest.mark.django_db
def test_a_master_key_that_is_missing_or_another_is_wrong() -> None:
    people = User.objects.bulk_create([User(email=f"p{number}@pembaca.example") for number in range(2)])
    assert list(vault.vault_opens()) == []
    VaultKey.objects.create(person=people[0], master="gone", wrapped=b"")
    VaultKey.objects.create(person=people[1], master=ring().current_name, wrapped=bytes(61))
    found = words(list(vault.vault_opens()))
    assert "wrong: The personal data of 1 people needs the master key gone" in found
    assert "at random, 1 don't open" in found
    assert "warning" not in found


@pytest.mark.django_db
def test_no_worker_is_a_warning_and_a_silent_one_is_wrong() -> None:
    Heartbeat.objects.all().delete()
    assert "No worker runs" in words(list(work.a_worker_lives()))

    beat("w1", {})
    assert list(work.a_worker_lives()) == []

    with clock_at(now() + timedelta(minutes=5)):
        assert words(list(work.a_worker_lives())).startswith("wrong: The last worker")
    say_goodbye("w1")
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db
def test_a_loop_in_trouble_is_named() -> None:
    beat("w1", {"outbox": "The disk is full."})
    assert "outbox loop fails: The disk is full." in words(list(work.workers_are_well()))


@pytest.mark.django_db
def test_a_late_job_is_named_with_its_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("sweep", 10, lambda: None)
    monkeypatch.setattr(ports.schedule, "_supplier", lambda: [job])
    long_ago = now() - timedelta(hours=1)
    JobRun.objects.create(name="sweep", due_at=long_ago, finished_at=long_ago, failure="ValueError: no")
    assert "The job sweep last succeeded 36" in words(list(work.jobs_are_on_time()))


@pytest.mark.django_db
def test_a_held_outbox_and_a_paused_channel_are_said() -> None:
    hold_everything()
    pause_channel("telegram", "The token is refused.")
    said = words(list(sending.outbox_flows()))
    assert "warta outbox release" in said
    assert "The channel telegram sends nothing" in said


def test_a_good_token_is_well_and_a_refused_one_is_wrong() -> None:
    with StandIn(token=TOKEN).running() as stand_in:
        known = {"api": stand_in.base, "channel": ""}
        assert list(telegram.telegram_lets_us_in(token=TOKEN, **known)) == []
        assert "Unauthorized" in words(list(telegram.telegram_lets_us_in(token=TOKEN.replace("A", "B"), **known)))


def test_telegram_being_away_is_said_without_the_token() -> None:
    said = words(list(telegram.telegram_lets_us_in(token="12345:secret", api="http://127.0.0.1:9", channel="")))
    assert said.startswith("wrong")
    assert "secret" not in said


def test_without_a_database_the_checks_that_need_it_are_left_out() -> None:
    ground = Check("database", lambda: [wrong("It is away.", "Start it.")], is_ground=True)
    leaning = Check("jobs", lambda: [wrong("Never seen.", "")], needs_database=True)
    reports = list(examine([ground, leaning], online=False))
    assert [bool(report.findings) for report in reports] == [True, False]
    assert reports[1].was_left_out


def test_a_check_that_breaks_is_a_finding() -> None:
    def broken() -> list[Finding]:
        raise RuntimeError("no such thing")

    assert "no such thing" in words(next(examine([Check("odd", broken)], online=False)).findings)


@pytest.mark.django_db
def test_doctor_says_each_check_and_ends_with_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        call_command("doctor")
    said = capsys.readouterr().out
    assert end.value.code in (0, 1)
    assert all(check.name in said for check in checks())
