"""What operations asks the composition root."""

from __future__ import annotations

from collections.abc import Sequence

from warta.jobs.models import Job
from warta.lib.ports import Port

schedule: Port[[], Sequence[Job]] = Port("operations.schedule", lambda: ())
"""Every periodic job of this installation."""
