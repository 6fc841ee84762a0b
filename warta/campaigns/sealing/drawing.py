"""The draw at its moment: the sealed round's signature, the order that follows, the proof, and who wins."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import SYSTEM, record
from warta.campaigns.draw.beacon import CLIENT, ENDPOINTS, NoSignature, fetched_signature, signature_in
from warta.campaigns.draw.checking import verify
from warta.campaigns.draw.computing import randomness_of
from warta.campaigns.draw.drawing import NotDrawn, drawn
from warta.campaigns.draw.form import file_bytes, opened
from warta.campaigns.errors import CampaignTrouble, ChangedMeanwhile, NotPossible
from warta.campaigns.models import BeaconWait, Campaign, DrawResult, Seal, State, Step
from warta.campaigns.prizes.services import name_winners
from warta.campaigns.sealing.approving import is_approved
from warta.campaigns.sealing.files import keep_file
from warta.campaigns.sealing.posts import post_draw
from warta.campaigns.sealing.publishing import published_seal
from warta.campaigns.taking_part.queries import tags_of
from warta.lib.clock import now
from warta.lib.http import Client
from warta.press.services import changed

log = logging.getLogger(__name__)


def draw_due(*, endpoints: Sequence[str] = ENDPOINTS, client: Client = CLIENT) -> int:
    """The job: draw what is sealed, approved by two members, and whose round is made. How many.

    Safe to run twice: the same round gives the same proof, and each campaign becomes drawn once. A beacon that can't
    be reached is asked again next time, for the very same round.
    """
    due = Seal.objects.filter(campaign__state=State.SEALED, draws_at__lte=now()).select_related("campaign")
    ready = [seal for seal in due if is_approved(seal.campaign, Step.DRAW, seal.seal_hash)]
    return sum(_try(seal, endpoints, client) for seal in ready)


def draw_campaign(seal: Seal, signature: str) -> DrawResult:
    """Draw from the published file, which must be what was sealed. Raises NotDrawn, CampaignTrouble."""
    campaign = seal.campaign
    if not is_approved(campaign, Step.DRAW, seal.seal_hash):
        raise NotPossible(_("Two members approve the draw before."))
    data = published_seal(seal)
    bundle = drawn(opened(data), verify(data, published=seal.seal_hash), signature)
    kept = keep_file(campaign, "proof", file_bytes(bundle))
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if not is_approved(locked, Step.DRAW, seal.seal_hash) or not locked.move(State.DRAWN):
            raise ChangedMeanwhile
        result = _result(locked, bundle)
        result.file, result.document = kept.file, kept.document
        result.save(force_insert=True)
        name_winners(locked, bundle["result"]["order"])
        BeaconWait.objects.filter(campaign=locked).delete()
        post_draw(result)
        changed(tags_of(locked), eager=(locked.get_absolute_url(),))
        facts = {"round": result.round, "result": result.result_hash, "seal": seal.seal_hash}
        record("campaign.drawn", actor=SYSTEM, subject=locked.subject, facts=facts)
    return result


def give_signature(campaign: Campaign, text: str, *, by: str) -> None:
    """The round's signature, typed or from a file, where the beacon can't be reached. Raises NotPossible.

    It is taken only when it is the beacon's own, of the sealed round; so it does not matter who brings it.
    """
    seal = Seal.objects.filter(campaign=campaign, campaign__state=State.SEALED).first()
    if seal is None:
        raise NotPossible(_("Nothing waits for a signature in this campaign."))
    try:
        signature = signature_in(text, seal.round)
    except NoSignature as failure:
        raise NotPossible(str(failure)) from failure
    with transaction.atomic():
        BeaconWait.objects.update_or_create(campaign=campaign, defaults={"signature": signature, "given_by": by})
        record("beacon.given", actor=by, subject=campaign.subject, facts={"round": seal.round})


def _try(seal: Seal, endpoints: Sequence[str], client: Client) -> bool:
    """Why it waits is written down for the newsroom."""
    try:
        draw_campaign(seal, _signature_of(seal, endpoints, client))
    except (NoSignature, NotDrawn, CampaignTrouble) as trouble:
        told = {"why": str(trouble)[:500], "tried_at": now()}
        BeaconWait.objects.update_or_create(campaign=seal.campaign, defaults=told)
        log.warning("a draw waits", extra={"campaign": seal.campaign.code, "why": str(trouble)})
        return False
    return True


def _signature_of(seal: Seal, endpoints: Sequence[str], client: Client) -> str:
    """As it was given, else as the beacon tells it. Outside transactions."""
    wait = BeaconWait.objects.filter(campaign=seal.campaign_id).first()
    if wait and wait.signature:
        return wait.signature
    return fetched_signature(seal.round, now=int(now().timestamp()), endpoints=endpoints, client=client)


def _result(campaign: Campaign, bundle: dict[str, Any]) -> DrawResult:
    beacon = bundle["beacon"]
    return DrawResult(
        campaign=campaign, round=beacon["round"], signature=beacon["signature"],
        randomness=randomness_of(beacon["signature"]).hex(), result=bundle["result"],
        result_hash=bundle["result_hash"], published_at=now(),
    )  # fmt: skip
