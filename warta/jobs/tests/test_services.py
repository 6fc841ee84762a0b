from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from warta.jobs.models import Job, JobRun
from warta.jobs.queries import job_states, late_jobs
from warta.jobs.services import retry_seconds, run_due, run_now
from warta.lib.clock import clock_at

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def _fail() -> None:
    raise RuntimeError("could not write to ana@warta.example")


@pytest.mark.django_db
def test_a_job_runs_when_due_and_not_before() -> None:
    runs: list[int] = []
    job = Job("count", 60, lambda: runs.append(1))
    with clock_at(MORNING):
        assert run_due([job]) == 60
        assert run_due([job]) == 60
    with clock_at(MORNING + timedelta(seconds=60)):
        run_due([job])
    assert len(runs) == 2


@pytest.mark.django_db
def test_a_failing_job_does_not_stop_the_others_and_is_tried_again_sooner() -> None:
    runs: list[int] = []
    failing, other = Job("a failing", 3600, _fail), Job("b other", 3600, lambda: runs.append(1))
    with clock_at(MORNING):
        assert run_due([failing, other]) == 10
    row = JobRun.objects.get(name="a failing")
    assert (runs, row.failures_in_a_row, row.failed_at) == ([1], 1, MORNING)


@pytest.mark.django_db
def test_a_failure_is_kept_in_words_without_personal_data() -> None:
    run_due([Job("failing", 60, _fail)])
    assert JobRun.objects.get().failure == "RuntimeError: could not write to [hidden]"


@pytest.mark.django_db
def test_a_success_clears_the_failure() -> None:
    with clock_at(MORNING):
        run_due([Job("job", 60, _fail)])
    with clock_at(MORNING + timedelta(seconds=10)):
        run_due([Job("job", 60, lambda: None)])
    row = JobRun.objects.get()
    assert (row.failure, row.failures_in_a_row) == ("", 0)


@pytest.mark.django_db
def test_what_someone_is_at_is_left_alone_until_the_lease_ends() -> None:
    runs: list[int] = []
    job = Job("job", 5, lambda: runs.append(1), lease_seconds=300)
    JobRun.objects.create(name="job", due_at=MORNING, lease_holder="x", leased_until=MORNING + timedelta(seconds=300))
    with clock_at(MORNING):
        assert run_due([job]) == 300
        assert not run_now(job)
    with clock_at(MORNING + timedelta(seconds=300)):
        run_due([job])
    assert runs == [1]


@pytest.mark.django_db
def test_who_lost_the_lease_does_not_settle_for_the_next_one() -> None:
    def run_too_long() -> None:
        JobRun.objects.update(lease_holder="another")

    run_due([Job("job", 5, run_too_long)])
    assert JobRun.objects.get().lease_holder == "another"


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_runs_the_job() -> None:
    runs: list[int] = []
    job = Job("job", 60, lambda: runs.append(1))

    def work(_: int) -> None:
        try:
            run_due([job])
        finally:
            connection.close()

    with clock_at(MORNING), ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert runs == [1]


@pytest.mark.django_db
def test_a_job_that_has_not_succeeded_for_three_periods_is_late() -> None:
    good, bad = Job("good", 60, lambda: None), Job("bad", 60, _fail)
    with clock_at(MORNING):
        run_due([good])
        assert late_jobs([good, bad]) == []
        run_due([bad])
    with clock_at(MORNING + timedelta(seconds=200)):
        run_due([good, bad])
    with clock_at(MORNING + timedelta(seconds=500)):
        assert [state.name for state in late_jobs([good, bad])] == ["good", "bad"]
        assert [state.seconds_since_success for state in job_states([good, bad])] == [300, None]


def test_retries_come_at_growing_distances_and_at_least_every_minute() -> None:
    daily = Job("daily", 86_400, _fail)
    assert [retry_seconds(daily, number) for number in (1, 2, 3, 4, 50)] == [10, 20, 40, 60, 60]
    assert retry_seconds(Job("fast", 1, _fail), 1) == 1
