"""`warta work`: the background half of `warta up`."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from warta.operations.prepared import RESTORING, restoring_mark
from warta.operations.worker import loops, run_worker, stop_on_signals


class Command(BaseCommand):
    help = "Send, run the schedule and press in the background, until SIGTERM or Ctrl-C. As many as wanted."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if restoring_mark(settings.HOME).exists():
            raise CommandError(RESTORING)
        sys.exit(run_worker(loops(), stop_on_signals()))
