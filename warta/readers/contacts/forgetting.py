"""What was begun and never finished, and what is older than it is good for."""

from __future__ import annotations

from warta.readers.contacts.phone import forget_checks
from warta.readers.contacts.telegram import forget_bindings
from warta.readers.contacts.telling import forget_former


def forget_unproven() -> int:
    """Safe to repeat. Returns how many were deleted."""
    return forget_checks() + forget_bindings() + forget_former()
