"""What was told lately, so that each web process finds it and whoever comes back misses nothing."""

from __future__ import annotations

from django.db import models

from warta.lib.clock import now
from warta.live.channels import MOST_CHARS


class Notice(models.Model):
    """One notice. Its number is its place in the line; on PostgreSQL a lower one may be committed later."""

    channel = models.CharField(max_length=MOST_CHARS)
    payload = models.JSONField()
    told_at = models.DateTimeField(default=now, db_index=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
