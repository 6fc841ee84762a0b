"""Who waits for whom. What moves a prize takes the same locks in the same order, so that nobody waits in a ring.

The order: the person, then the campaign, then everything else. Within one campaign prizes move one after the other.
"""

from __future__ import annotations

from warta.campaigns.models import Campaign, Win
from warta.readers.models import User


def locked_campaign(pk: int) -> Campaign:
    """Inside a transaction: until it ends nobody else moves a prize of this campaign."""
    return Campaign.objects.select_for_update(no_key=True).get(pk=pk)


def locked_person(pk: int | None) -> User | None:
    """Inside a transaction, before the campaign: the person is not erased meanwhile. None: there is nobody any more."""
    return User.objects.select_for_update().filter(pk=pk).first() if pk is not None else None


def fresh_win(pk: str) -> Win:
    """The win as it stands now that the locks are held."""
    return Win.objects.select_related("campaign", "prize", "entry__person").get(pk=pk)
