"""What goes when a campaign is long over: who wrote what for it, and whatever only served to tell entries apart."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from warta.campaigns.keys import destroy_key
from warta.campaigns.models import Agreement, Campaign, Candidate, Contribution, Entry, KeyPurpose, State, Trait
from warta.lib.clock import now
from warta.readers.own_data import retention
from warta.readers.own_data.forgetting import GRACE, Keeping


def forget_ended() -> int:
    """The job: of each campaign that is over for so long. How many rows went. Safe to repeat."""
    return sum(_forget(campaign) for campaign in _ended_before(now() - retention.CAMPAIGNS.period))


def _forget(campaign: Campaign) -> int:
    """Entries keep their code, their commitment and, for their owner, the receipt."""
    with transaction.atomic():
        rows = [
            model._default_manager.filter(campaign=campaign).delete()[0]
            for model in (Agreement, Candidate, Contribution)
        ]
        rows.append(Trait.objects.filter(entry__campaign=campaign).delete()[0])
        Entry.objects.filter(campaign=campaign).exclude(phone_index="").update(phone_index="")
        Entry.objects.filter(campaign=campaign).exclude(comment_id=None).update(comment_id=None, article_id=None)
        destroy_key(campaign, KeyPurpose.INDEX)
        Campaign.objects.filter(pk=campaign.pk).update(forgotten_at=now())
    return sum(rows)


def _ended_before(moment: datetime) -> QuerySet[Campaign]:
    """Settled or cancelled so long ago, and not forgotten yet."""
    ended = Q(state=State.SETTLED, settled_at__lt=moment) | Q(state=State.CANCELLED, cancelled_at__lt=moment)
    return Campaign.objects.filter(ended, forgotten_at=None)


def _held() -> int:
    return sum(model._default_manager.count() for model in (Agreement, Candidate, Contribution, Trait))


KEEPING_OF_CAMPAIGNS = Keeping(
    retention.CAMPAIGNS, forget_ended, held=_held,
    overdue=lambda: _ended_before(now() - retention.CAMPAIGNS.period - GRACE).count(),
)  # fmt: skip
