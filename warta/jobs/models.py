"""Periodic jobs: when each last ran, how it went, and who is running it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

NAME_LENGTH = 60


@dataclass(frozen=True)
class Job:
    """A periodic job: `run` is called about every `seconds`, by one process at a time, and is safe to run twice.

    `lease_seconds` is how long it may take at most before another process believes its runner dead and starts it
    again.
    """

    name: str
    seconds: float
    run: Callable[[], object]
    lease_seconds: float = 300.0


class JobRun(models.Model):
    """What is known of one job's running. Rows outlive jobs that are no longer scheduled, and harm nobody."""

    name = models.CharField(max_length=NAME_LENGTH, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(default="", blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    lease_holder = models.CharField(max_length=26, default="", blank=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
