"""How the periodic jobs are doing: for /metrics and `warta doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from warta.jobs.models import Job, JobRun
from warta.lib.clock import now

# A job is late when it has not succeeded for this many of its periods, and a minute of grace.
PERIODS = 3
GRACE_SECONDS = 60.0


@dataclass(frozen=True)
class JobState:
    """One job: seconds since it last succeeded (None: never), whether that is too long, its last failure in words."""

    name: str
    seconds_since_success: float | None
    is_late: bool
    failures_in_a_row: int
    failure: str


def job_states(jobs: Sequence[Job]) -> list[JobState]:
    """The state of each job, in the given order."""
    rows = JobRun.objects.in_bulk([job.name for job in jobs])
    return [_state(job, rows.get(job.name)) for job in jobs]


def late_jobs(jobs: Sequence[Job]) -> list[JobState]:
    return [state for state in job_states(jobs) if state.is_late]


def _state(job: Job, row: JobRun | None) -> JobState:
    if row is None:
        return JobState(job.name, None, is_late=False, failures_in_a_row=0, failure="")
    since = None if row.finished_at is None else (now() - row.finished_at).total_seconds()
    # A job that never succeeded is measured from its first attempt or, before that, from when it was due.
    age = since if since is not None else (now() - (row.failed_at or row.due_at)).total_seconds()
    is_late = age > PERIODS * job.seconds + GRACE_SECONDS or (since is None and row.failures_in_a_row > PERIODS)
    return JobState(job.name, since, is_late=is_late, failures_in_a_row=row.failures_in_a_row, failure=row.failure)
