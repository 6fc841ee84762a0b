"""Campaigns: does the database still hold what was published, and does any draw wait for longer than it should?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from warta.campaigns.models import BeaconWait, Comparison, Seal, State
from warta.lib.clock import now
from warta.operations.checks.findings import Finding, warning, wrong

PATIENCE = timedelta(minutes=10)  # after the round is made


def published_lists_hold() -> Iterator[Finding]:
    """What the daily look found."""
    for row in Comparison.objects.exclude(found=[]).select_related("campaign"):
        yield wrong(
            f"The campaign {row.campaign.slug} is no longer what was published: {row.found[0]}",
            f"Draw nothing, run `warta draw check {row.campaign.slug}`, and look into the audit log.",
        )


def draws_are_on_time() -> Iterator[Finding]:
    late = Seal.objects.filter(campaign__state=State.SEALED, draws_at__lt=now() - PATIENCE).select_related("campaign")
    waits = {wait.campaign_id: wait.why for wait in BeaconWait.objects.all()}
    for seal in late:
        why = waits.get(seal.campaign_id) or "the words of two members are missing."
        yield warning(
            f"The draw of {seal.campaign.slug} waits: {why}",
            f"Approve it, or bring the beacon's answer for round {seal.round}, at /newsroom/draw/{seal.campaign_id}/.",
        )
