"""Sealing: what two members agreed to is written into one file, published, and from then on never changed."""

from __future__ import annotations

import logging
import math
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import SYSTEM, record
from warta.campaigns.draw.computing import round_begins
from warta.campaigns.draw.form import SEALED, file_bytes
from warta.campaigns.draw.sealing import NotSealed, round_at, sealed_records
from warta.campaigns.errors import CampaignTrouble, ChangedMeanwhile
from warta.campaigns.models import Campaign, Seal, SealDraft, State, Step
from warta.campaigns.sealing.approving import approvals_of, is_approved, what_stops_sealing
from warta.campaigns.sealing.files import Kept, keep_file
from warta.campaigns.sealing.lists import Proposal, proposal_of, stand_of
from warta.campaigns.sealing.posts import post_seal
from warta.campaigns.taking_part.queries import tags_of
from warta.lib.clock import now
from warta.press.services import changed

log = logging.getLogger(__name__)


def seal_approved() -> int:
    """The job: seal what two members approved. How many. Safe to run twice: each campaign is sealed once."""
    drafts = SealDraft.objects.filter(campaign__state=State.CLOSED).select_related("campaign")
    ready = [draft for draft in drafts if is_approved(draft.campaign, Step.SEAL, draft.about)]
    return sum(_try(draft) for draft in ready if not draft.trouble)


def seal_campaign(campaign: Campaign, about: str) -> Seal:
    """Seal exactly what was approved. Raises CampaignTrouble, NotSealed; then nothing was written but a spare file.

    The list is read and the file written before the transaction; inside it the list must stand as it was read.
    """
    stand, proposal = stand_of(campaign), proposal_of(campaign)
    if proposal.about != about or what_stops_sealing(campaign):
        raise ChangedMeanwhile
    document = _document(campaign, proposal)
    kept = keep_file(campaign, "seal", file_bytes(document))
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if stand_of(locked) != stand or not is_approved(locked, Step.SEAL, about) or not locked.move(State.SEALED):
            raise ChangedMeanwhile
        seal = _seal(locked, document, kept)
        seal.save(force_insert=True)
        post_seal(seal)
        changed(tags_of(locked), eager=(locked.get_absolute_url(),))
        facts = {"seal": seal.seal_hash, "root": seal.root, "entries": seal.entries, "round": seal.round}
        people = approvals_of(locked, Step.SEAL, about)
        record("campaign.sealed", actor=SYSTEM, subject=locked.subject, facts={**facts, "approved": people})
    return seal


def sealed_document(seal: Seal, records: list[bytes]) -> dict[str, Any]:
    """The document of a seal with a list of entries: with the sealed one it is what was published."""
    listed = [f"{text[:32]}:{text[32:]}" for text in map(bytes.hex, records)]
    told = {"rules": seal.rules, "seal": seal.seal, "seal_hash": seal.seal_hash}
    return {"entries": listed, "format": SEALED, **told}


def _document(campaign: Campaign, proposal: Proposal) -> dict[str, Any]:
    if campaign.draw_at is None:
        raise ChangedMeanwhile
    return sealed_records(
        proposal.rules, proposal.records, now=int(now().timestamp()), draw_at=_whole_seconds(campaign),
        software=f"warta {version('warta')}", left_out=proposal.left_out, days=proposal.days,
    )  # fmt: skip


def _whole_seconds(campaign: Campaign) -> int:
    """A part of a second is the second after."""
    return math.ceil(campaign.draw_at.timestamp()) if campaign.draw_at else 0


def _seal(campaign: Campaign, document: dict[str, Any], kept: Kept) -> Seal:
    said = document["seal"]
    number = round_at(_whole_seconds(campaign))
    return Seal(
        campaign=campaign, seal_hash=document["seal_hash"], root=said["root"], rules_hash=said["rules_hash"],
        rules=document["rules"], seal=said, document=kept.document, file=kept.file,
        entries=said["counts"]["entries"], chain=said["beacon"]["chain"], round=number, draws_at=_made_at(number),
    )  # fmt: skip


def _made_at(number: int) -> datetime:
    return datetime.fromtimestamp(round_begins(number), UTC)


def _try(draft: SealDraft) -> bool:
    """A failure is written down for the newsroom; counting up anew lets it be tried again."""
    try:
        seal_campaign(draft.campaign, draft.about)
    except (CampaignTrouble, NotSealed) as trouble:
        why = str(trouble) or _("It can't be sealed.")
        SealDraft.objects.filter(pk=draft.pk, about=draft.about).update(trouble=why[:300])
        log.warning("a campaign was not sealed", extra={"campaign": draft.campaign.code})
        return False
    return True
