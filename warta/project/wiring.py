"""Every meeting of two rooms. If two apps work together, the line that joins them stands here and nowhere else."""

from __future__ import annotations


def join() -> None:
    """Join events to listeners, ports to suppliers and page regions to fillings. Safe to repeat."""
