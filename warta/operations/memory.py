"""Gives memory back that the C library keeps for later: after cutting pictures that is hundreds of megabytes."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def give_back() -> None:
    """Return free memory to the system. Does nothing where the C library has no such call. Safe to repeat."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim  # glibc's; musl and macOS give back by themselves
    except (AttributeError, OSError):
        return None
