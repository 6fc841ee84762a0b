"""The press: is it following what changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from warta.lib.clock import now
from warta.operations.checks.findings import Finding, warning
from warta.press.models import PressedPage

PATIENCE = timedelta(minutes=5)  # everything but old archive pages follows within seconds


def press_follows() -> Iterator[Finding]:
    behind = PressedPage.objects.filter(stale_since__lt=now() - PATIENCE).count()
    if behind:
        yield warning(
            f"{behind} pressed pages have been out of date for more than five minutes.",
            "See that `warta work` runs; its log says why a page can't be pressed.",
        )
