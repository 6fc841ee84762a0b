"""The end of a campaign: every prize is handed over or has lapsed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.campaigns.errors import ChangedMeanwhile, NotPossible
from warta.campaigns.models import Campaign, State, Win, WinState
from warta.campaigns.prizes.locking import locked_campaign
from warta.campaigns.prizes.passing import can_pass_by
from warta.campaigns.prizes.sealed_reasons import UNCLAIMED
from warta.campaigns.taking_part.queries import tags_of
from warta.lib.clock import now
from warta.press.services import changed


def settle_campaign(campaign: Campaign, *, by: str) -> None:
    """Close the books. Raises NotPossible while somebody still waits for a prize, ChangedMeanwhile."""
    with transaction.atomic():
        campaign = locked_campaign(campaign.pk)
        if campaign.state != State.DRAWN:
            raise ChangedMeanwhile
        if what_is_open(campaign):
            raise NotPossible(_("Some prizes still wait for their winners or for you: see the list."))
        if not campaign.move(State.SETTLED, settled_at=now()):
            raise ChangedMeanwhile
        changed(tags_of(campaign))
        record("campaign.settled", actor=by, subject=campaign.subject)


def what_is_open(campaign: Campaign) -> int:
    """How many prizes somebody can still claim, or did and waits for.

    What nobody claimed in time, and by the sealed rules can pass on no more, stays with the organiser.
    """
    wins = Win.objects.filter(campaign=campaign)
    claimed = wins.filter(state=WinState.CLAIMED).count()
    told = wins.filter(state=WinState.TOLD)
    return claimed + (told if can_pass_by(campaign, UNCLAIMED) else told.filter(deadline__gt=now())).count()
