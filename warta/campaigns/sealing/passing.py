"""After prizes were passed on: the proof is published anew, with each passing-on in the order in which it happened."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Count, Q

from warta.audit.services import SYSTEM, record
from warta.campaigns.draw.drawing import NotDrawn, passed_on
from warta.campaigns.draw.form import file_bytes, opened
from warta.campaigns.errors import CampaignTrouble, ChangedMeanwhile
from warta.campaigns.models import Campaign, DrawResult, Win, WinState
from warta.campaigns.sealing.files import keep_file
from warta.campaigns.sealing.publishing import published_proof
from warta.campaigns.taking_part.queries import tags_of
from warta.lib.clock import now
from warta.press.services import changed

log = logging.getLogger(__name__)


def publish_passings() -> int:
    """The job: publish the proof of every draw in which prizes were passed on since. How many. Safe to run twice."""
    counted = DrawResult.objects.select_related("campaign").annotate(
        passings=Count("campaign__wins", filter=Q(campaign__wins__state=WinState.PASSED_ON))
    )
    behind = [result for result in counted if result.passings != len(result.result["passed_on"])]
    return sum(_try(result) for result in behind)


def publish_again(result: DrawResult) -> DrawResult:
    """The proof with every passing-on that happened. Raises NotDrawn for one against the sealed rules, CampaignTrouble.

    What was published before stays as a file of its own.
    """
    bundle = opened(published_proof(result))
    done = len(bundle["result"]["passed_on"])
    wins = Win.objects.filter(campaign=result.campaign_id, state=WinState.PASSED_ON).select_related("entry")
    for win in wins.order_by("passing")[done:]:
        at = win.passed_on_at or now()
        bundle = passed_on(
            bundle, entry=win.entry.code, reason=win.reason, evidence=win.evidence, at=int(at.timestamp())
        )
    kept = keep_file(result.campaign, "proof", file_bytes(bundle))
    with transaction.atomic():
        told = {"result": bundle["result"], "result_hash": bundle["result_hash"], "published_at": now()}
        seen = DrawResult.objects.filter(pk=result.pk, number=result.number)
        if not seen.update(**told, document=kept.document, file=kept.file, number=result.number + 1):
            raise ChangedMeanwhile
        campaign = Campaign.objects.get(pk=result.campaign_id)
        changed(tags_of(campaign), eager=(campaign.get_absolute_url(),))
        facts = {"result": bundle["result_hash"], "number": result.number + 1}
        record("campaign.proof_published", actor=SYSTEM, subject=campaign.subject, facts=facts)
    return DrawResult.objects.get(pk=result.pk)


def _try(result: DrawResult) -> bool:
    try:
        publish_again(result)
    except (NotDrawn, CampaignTrouble) as trouble:
        log.error("a proof can't be published", extra={"campaign": result.campaign.code, "why": str(trouble)})
        return False
    return True
