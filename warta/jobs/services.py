"""Running what is due: one process at a time per job, a failure written down and tried again, never in others' way."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from warta.jobs.models import Job, JobRun
from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.lib.logs import redacted

log = logging.getLogger(__name__)

# A failed job is tried again after its own period or this, whichever is shorter, then twice as long each time.
FIRST_RETRY_SECONDS = 10.0
LONGEST_RETRY_SECONDS = 60.0
LONGEST_FAILURE = 500  # characters


def run_due(jobs: Sequence[Job]) -> float:
    """Run each job that is due, one after the other. Returns the seconds until the next is due, at least 0.

    Safe to call from several threads and processes at once: a job's lease lets one of them run it. A job's
    exception is logged and kept in its row and never raised.
    """
    for job in _due(jobs):
        lease = _lease(job)
        if lease:
            _run(job, lease)
    return _seconds_until_next(jobs)


def run_now(job: Job) -> bool:
    """Run a job whether or not it is due, unless someone is at it. Returns whether it ran and succeeded."""
    _known([job])
    JobRun.objects.filter(name=job.name).update(due_at=now())
    lease = _lease(job)
    return bool(lease) and _run(job, lease)


def _known(jobs: Sequence[Job]) -> dict[str, JobRun]:
    rows = JobRun.objects.in_bulk([job.name for job in jobs])
    fresh = [JobRun(name=job.name, due_at=now()) for job in jobs if job.name not in rows]
    if fresh:
        JobRun.objects.bulk_create(fresh, ignore_conflicts=True)
        rows = JobRun.objects.in_bulk([job.name for job in jobs])
    return rows


def _due(jobs: Sequence[Job]) -> list[Job]:
    rows, moment = _known(jobs), now()
    return [job for job in jobs if rows[job.name].due_at <= moment]


def _lease(job: Job) -> str:
    """A token for the right to run the job, or "" when it is not due any more or somebody else has it."""
    token, moment = opaque_id(), now()
    free = Q(leased_until=None) | Q(leased_until__lte=moment)
    got = JobRun.objects.filter(free, name=job.name, due_at__lte=moment).update(
        lease_holder=token, leased_until=moment + timedelta(seconds=job.lease_seconds), started_at=moment
    )
    return token if got else ""


def _run(job: Job, lease: str) -> bool:
    started = now()
    try:
        job.run()
    except Exception as error:
        log.exception("job failed", extra={"job": job.name})
        _settle_failure(job, lease, error)
        return False
    _settle(
        job, lease, due_at=started + timedelta(seconds=job.seconds), finished_at=now(), failure="", failures_in_a_row=0
    )
    return True


def _settle_failure(job: Job, lease: str, error: Exception) -> None:
    words = redacted(f"{type(error).__name__}: {error}")[:LONGEST_FAILURE]
    row = JobRun.objects.get(name=job.name)
    _settle(
        job, lease, due_at=now() + timedelta(seconds=retry_seconds(job, row.failures_in_a_row + 1)),
        failed_at=now(), failure=words, failures_in_a_row=F("failures_in_a_row") + 1,
    )  # fmt: skip


def _settle(job: Job, lease: str, **outcome: object) -> None:
    # Who lost the lease meanwhile has nothing to say any more.
    with transaction.atomic():
        JobRun.objects.filter(name=job.name, lease_holder=lease).update(lease_holder="", leased_until=None, **outcome)


def retry_seconds(job: Job, failures: int) -> float:
    first = min(job.seconds, FIRST_RETRY_SECONDS)
    return float(min(first * 2 ** min(failures - 1, 10), max(LONGEST_RETRY_SECONDS, first)))


def _seconds_until_next(jobs: Sequence[Job]) -> float:
    rows = _known(jobs)
    return max(min((_next(rows[job.name]) - now()).total_seconds() for job in jobs), 0.0) if jobs else 60.0


def _next(row: JobRun) -> datetime:
    return max(row.due_at, row.leased_until) if row.leased_until else row.due_at
