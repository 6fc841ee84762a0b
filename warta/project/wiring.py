"""Every meeting of two rooms. If two apps work together, the line that joins them stands here and nowhere else."""

from __future__ import annotations

from warta.operations import ports as operations_ports
from warta.project.schedule import JOBS


def join() -> None:
    """Join events to listeners, ports to suppliers and page regions to fillings. Safe to repeat."""
    operations_ports.schedule.supply(lambda: JOBS)
