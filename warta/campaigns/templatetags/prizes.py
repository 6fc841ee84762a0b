"""What the templates of campaigns ask about prizes."""

from __future__ import annotations

from django import template

from warta.campaigns.models import Campaign, Entry, Win
from warta.campaigns.prizes.queries import PublicWinners, public_winners

register = template.Library()


@register.simple_tag
def win_of(entry: Entry | None) -> Win | None:
    """The prize that this entry won, held or passed on."""
    if entry is None:
        return None
    return Win.objects.filter(entry=entry).select_related("prize").first()


@register.simple_tag
def winners_of(campaign: Campaign) -> PublicWinners:
    return public_winners(campaign) if campaign.pk else PublicWinners()
