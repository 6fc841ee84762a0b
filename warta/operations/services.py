"""The few rows that operations writes itself."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from datetime import timedelta
from importlib.metadata import version

from warta.lib.clock import now
from warta.operations.models import Heartbeat

FORGET_AFTER = timedelta(days=1)


def beat(worker: str, troubles: Mapping[str, str]) -> None:
    """Say that `worker` lives and what troubles its loops. Safe to repeat."""
    moment = now()
    seen = Heartbeat.objects.filter(worker=worker).update(beat_at=moment, troubles=dict(troubles))
    if not seen:
        Heartbeat.objects.create(
            worker=worker,
            machine=socket.gethostname()[:200],
            process_id=os.getpid(),
            version=version("warta"),
            started_at=moment,
            beat_at=moment,
            troubles=dict(troubles),
        )
        Heartbeat.objects.filter(beat_at__lt=moment - FORGET_AFTER).delete()


def say_goodbye(worker: str) -> None:
    """Forget a worker that ends in good order. Safe to repeat."""
    Heartbeat.objects.filter(worker=worker).delete()
