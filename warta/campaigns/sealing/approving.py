"""Two different members look at what is to be sealed or drawn before; each gives their word on what they saw."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warta.audit.services import record
from warta.campaigns.draw.computing import LEAD_SECONDS
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.integrity.queries import days_to_publish, open_clusters
from warta.campaigns.models import AppealState, Approval, Campaign, EntryAppeal, Seal, SealDraft, State, Step
from warta.campaigns.sealing.lists import held_count, proposal_of
from warta.campaigns.taking_part.sweeping import heal
from warta.lib.clock import now

PEOPLE = 2
# Between the seal and its round: ten minutes are sealed into docs/draw.md; a few more for the sealing itself.
LEAST_BEFORE_DRAW = timedelta(seconds=LEAD_SECONDS + 120)


def what_stops_sealing(campaign: Campaign) -> list[str]:
    """Everything that has to be done or decided before, in words; empty when it can be sealed."""
    if not campaign.is_drawn_by_lot or campaign.draw_at is None:
        return [_("Nothing is drawn in this campaign.")]
    if campaign.state != State.CLOSED:
        return [_("It can be sealed once its window is over, and once only.")]
    stops = []
    if campaign.draw_at - now() < LEAST_BEFORE_DRAW:
        stops.append(_("The draw is too near or past: the seal must be seen before its round. Move the draw first."))
    if held := held_count(campaign):
        words = ngettext("%(count)d entry is held: decide on it.", "%(count)d entries are held: decide on them.", held)
        stops.append(words % {"count": held})
    if appeals := EntryAppeal.objects.filter(entry__campaign=campaign, state=AppealState.OPEN).count():
        words = ngettext("%(count)d appeal waits for its answer.", "%(count)d appeals wait for an answer.", appeals)
        stops.append(words % {"count": appeals})
    if clusters := open_clusters(campaign).count():
        words = ngettext(
            "%(count)d cluster is not decided yet.", "%(count)d clusters are not decided yet.", clusters
        )  # fmt: skip
        stops.append(words % {"count": clusters})
    if days_to_publish(campaign):
        stops.append(_("The counts of a day are not published yet; they are in a moment."))
    return stops


def count_up(campaign: Campaign, *, by: str) -> SealDraft:
    """Write down what would be sealed now, for two members to agree to. Raises NotPossible. Safe to repeat."""
    heal(campaign)
    if stops := what_stops_sealing(campaign):
        raise NotPossible(" ".join(stops))
    proposal = proposal_of(campaign)
    if not proposal.records:
        raise NotPossible(_("There is no entry to seal."))
    told = {
        "about": proposal.about, "root": proposal.root, "counts": proposal.counts, "made_at": now(), "made_by": by,
        "trouble": "", "rules_hash": proposal.rules_hash,
    }  # fmt: skip
    draft, _made = SealDraft.objects.update_or_create(campaign=campaign, defaults=told)
    return draft


def approve_seal(campaign: Campaign, about: str, *, by: str) -> int:
    """One member's word on what was counted up. How many have given it. Raises NotPossible, ChangedMeanwhile.

    Whoever gave their word already changes nothing by giving it again.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if campaign.state != State.CLOSED:
            raise NotPossible(_("It can be sealed once its window is over, and once only."))
        if not SealDraft.objects.filter(campaign=campaign, about=about).exists():
            raise ChangedMeanwhile
        return _approve(campaign, Step.SEAL, about, by)


def approve_draw(campaign: Campaign, seal_hash: str, *, by: str) -> int:
    """One member's word that this seal is drawn from. How many have given it. Raises NotPossible, ChangedMeanwhile."""
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        if campaign.state != State.SEALED:
            raise NotPossible(_("It can be drawn once it is sealed, and once only."))
        if not Seal.objects.filter(campaign=campaign, seal_hash=seal_hash).exists():
            raise ChangedMeanwhile
        return _approve(campaign, Step.DRAW, seal_hash, by)


def approvals_of(campaign: Campaign, step: Step, about: str) -> list[str]:
    """The public ids of those who gave their word on exactly this."""
    return list(Approval.objects.filter(campaign=campaign, step=step, about=about).values_list("by", flat=True))


def is_approved(campaign: Campaign, step: Step, about: str) -> bool:
    return len(set(approvals_of(campaign, step, about))) >= PEOPLE


def _approve(campaign: Campaign, step: Step, about: str, by: str) -> int:
    _row, is_new = Approval.objects.get_or_create(campaign=campaign, step=step, by=by, about=about)
    if is_new:
        record(f"{step.value}.approved", actor=by, subject=campaign.subject, facts={"about": about})
    return len(set(approvals_of(campaign, step, about)))
