"""From the order that was drawn to prizes in somebody's turn."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import NotPossible
from warta.campaigns.models import Campaign, Entry, Prize, Win, WinStep
from warta.campaigns.prizes.locking import locked_campaign
from warta.campaigns.prizes.passing import deadline_of, withdraw_erased
from warta.lib.clock import now
from warta.press.services import changed


def name_winners(campaign: Campaign, order: Sequence[str]) -> list[Win]:
    """The first of the order get the prizes, in order; the job tells them. Safe to repeat: who is named stays named.

    `order` holds codes of entries, winners and substitutes. Who deleted the account passes on at once, so the draw's
    result must be stored before. Raises NotPossible when a code belongs to no entry of this campaign.
    """
    with transaction.atomic():
        campaign = locked_campaign(campaign.pk)
        named = list(Win.objects.filter(campaign=campaign))
        if named:
            return named
        wins = Win.objects.bulk_create(_wins(campaign, order))
        WinStep.objects.bulk_create([WinStep(win=win, what="drawn", at=win.since) for win in wins])
        changed({f"campaign:{campaign.pk}"})
        record("campaign.winners_named", subject=campaign.subject, facts={"winners": len(wins)})
        for win in wins:
            if win.entry.person_id is None:
                withdraw_erased(win)
    return list(Win.objects.filter(campaign=campaign))


def prizes_in_turn(campaign: Campaign) -> list[Prize]:
    """Each prize as often as there is of it, in the order in which they are won."""
    return [prize for prize in campaign.prizes.all() for _number in range(prize.quantity)]


def _wins(campaign: Campaign, order: Sequence[str]) -> list[Win]:
    moment = now()
    deadline = deadline_of(campaign, moment)
    turns = list(zip(prizes_in_turn(campaign), order, strict=False))
    entries = Entry.objects.filter(campaign=campaign, code__in=[code for _prize, code in turns]).in_bulk(
        field_name="code"
    )
    if len(entries) != len(turns):
        raise NotPossible(_("The order names entries that this campaign does not have. Ask the operator."))
    return [
        Win(
            campaign=campaign, entry=entries[code], prize=prize, slot=slot, position=slot + 1, since=moment,
            deadline=deadline,
        )
        for slot, (prize, code) in enumerate(turns)
    ]  # fmt: skip
