"""The background: does a worker live, are its jobs on time, is anything scheduled overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from warta.articles.models import Overdue
from warta.jobs.queries import late_jobs
from warta.lib.clock import now
from warta.operations.checks.findings import Finding, warning, wrong
from warta.operations.ports import schedule
from warta.operations.queries import last_heartbeat, workers_alive_since

ALIVE = timedelta(seconds=45)  # four heartbeats and a bit
START = "Start it with `warta up`, or `warta work` beside `warta web`."


def a_worker_lives() -> Iterator[Finding]:
    last = last_heartbeat()
    if last is None:
        yield warning("No worker runs, so nothing is sent, scheduled or pressed.", START)
    elif last.beat_at < now() - ALIVE:
        age = int((now() - last.beat_at).total_seconds())
        yield wrong(f"The last worker gave its last sign of life {age} s ago, on {last.machine}.", START)


def workers_are_well() -> Iterator[Finding]:
    for beat in workers_alive_since(now() - ALIVE):
        for loop, trouble in sorted(beat.troubles.items()):
            yield wrong(f"The worker's {loop} loop fails: {trouble}", "It keeps trying; its log says more.")


def jobs_are_on_time() -> Iterator[Finding]:
    for state in late_jobs(schedule()):
        since = state.seconds_since_success
        age = f"last succeeded {int(since)} s ago" if since is not None else "never succeeded"
        reason = f": {state.failure}" if state.failure else "."
        yield wrong(f"The job {state.name} {age}{reason}", "The worker keeps trying; its log says more.")


def nothing_is_overdue() -> Iterator[Finding]:
    for row in Overdue.objects.order_by("due_at")[:20]:
        yield wrong(
            f"Article {row.article_id} was due ({row.act}) at {row.due_at:%Y-%m-%d %H:%M} UTC: {row.reason}",
            f"Open /newsroom/pages/{row.article_id}/edit/, mend what it says, or set another time.",
        )
