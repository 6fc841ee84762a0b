"""What operations asks of the database and the disk."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from warta.operations.models import Heartbeat

LEAST_FREE_BYTES = 200 * 1024 * 1024


def unapplied_migrations() -> list[str]:
    """Names of migrations this code has and the database lacks. Raises DatabaseError when it is away."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def is_writable(folder: Path) -> bool:
    """Whether a file can be made there and written, which free space and permissions alone don't tell."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
            os.fsync(probe.fileno())
    except OSError:
        return False
    return True


def free_bytes(folder: Path) -> int:
    """Space left for us on the disk that holds `folder` or its nearest existing parent."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def state_folders() -> list[Path]:
    return [settings.HOME, settings.PRESS_ROOT, Path(settings.MEDIA_ROOT)]


def last_heartbeat() -> Heartbeat | None:
    return Heartbeat.objects.order_by("-beat_at").first()


def workers_alive_since(moment: datetime) -> list[Heartbeat]:
    return list(Heartbeat.objects.filter(beat_at__gte=moment).order_by("-beat_at"))
