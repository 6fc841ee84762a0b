"""The daily look at everything that was published, for the newsroom and for `warta doctor`."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils.translation import override

from warta.campaigns.models import Campaign, Comparison, State
from warta.campaigns.sealing.comparing import differences
from warta.lib.clock import now

log = logging.getLogger(__name__)


def compare_published() -> int:
    """The job: compare every campaign with what was published of it. How many differ. Safe to run twice."""
    found = Campaign.objects.exclude(opened_at=None).exclude(state=State.CANCELLED)
    return sum(bool(compare(campaign)) for campaign in found)


def compare(campaign: Campaign) -> list[str]:
    """Compare one campaign now, and keep what was found, in the site's language."""
    with override(settings.LANGUAGE_CODE):
        found = differences(campaign)
    Comparison.objects.update_or_create(campaign=campaign, defaults={"found": found, "looked_at": now()})
    if found:
        log.error("a campaign is no longer what was published", extra={"campaign": campaign.code, "found": len(found)})
    return found
