"""Members of the newsroom: whether each of them is asked for a second factor."""

from __future__ import annotations

from collections.abc import Iterator

from warta.operations.checks.findings import Finding, warning
from warta.readers.models import User


def members_need_second_factors() -> Iterator[Finding]:
    count = User.objects.filter(is_staff=True, is_active=True, needs_second_factor=False).count()
    if count:
        yield warning(
            f"{count} members of the demonstration enter the newsroom without a second factor, on this machine alone.",
            "Before others reach this site: warta demo remove.",
        )
