"""A sign of life from each worker, so that doctor and readiness need not guess."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """One running (or lately running) `warta work`, by an opaque id."""

    worker = models.CharField(max_length=26, primary_key=True)
    machine = models.CharField(max_length=200)
    process_id = models.PositiveIntegerField()
    version = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    # Loops that last ended in an error, by name, in the error's words; empty when all is well.
    troubles = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.machine}:{self.process_id}"
