"""What runs by itself once winners are named: telling them, reminding, passing on, handing over what waited."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError
from django.db.models import Q, QuerySet

from warta.campaigns.errors import CampaignTrouble
from warta.campaigns.models import Campaign, KeyPurpose, State, Waits, Win, WinState
from warta.campaigns.prizes.claiming import hand_over
from warta.campaigns.prizes.ledger import forget_ledgers
from warta.campaigns.prizes.passing import pass_on_unclaimed
from warta.campaigns.prizes.telling import REMIND_BEFORE, remind, tell_won
from warta.campaigns.prizes.vouchers import forget_vouchers
from warta.lib.clock import now

log = logging.getLogger(__name__)
AT_ONCE = 100
# A voucher can be looked at for so long after the campaign is settled; then its key goes.
VOUCHERS_KEPT = timedelta(days=365)


def tell_winners() -> int:
    """The job: tell those who were named and not told. Safe to run twice: each is told once."""
    untold = Win.objects.filter(state=WinState.TOLD, told_at=None, entry__person__isnull=False)
    return _each(untold, tell_won)


def remind_winners() -> int:
    """The job: remind those whose deadline comes near, unless they were told only lately. Safe to run twice."""
    moment = now()
    near = Win.objects.filter(
        state=WinState.TOLD, reminded_at=None, deadline__gt=moment, deadline__lte=moment + REMIND_BEFORE,
        told_at__lte=moment - timedelta(days=1),
    )  # fmt: skip
    return _each(near, remind)


def pass_on_due() -> int:
    """The job: pass on what nobody claimed in time. Safe to run twice, and beside a claim: one of both comes first."""
    over = Win.objects.filter(state=WinState.TOLD, deadline__lte=now())
    return _each(over.filter(Q(told_at__isnull=False) | Q(entry__person=None)), pass_on_unclaimed)


def hand_over_waiting() -> int:
    """The job: hand over what was claimed and had to wait, or was left by a process that died. Safe to run twice."""
    waiting = Win.objects.filter(state=WinState.CLAIMED).exclude(waits_for=Waits.NEWSROOM)
    return _each(waiting, hand_over) + _each(_with_vouchers_now(), hand_over)


def forget_prizes() -> int:
    """The job: destroy the keys whose time is over, of vouchers and of ledgers. Safe to run twice."""
    over = Campaign.objects.filter(state=State.SETTLED, settled_at__lt=now() - VOUCHERS_KEPT)
    campaigns = list(over.filter(keys__purpose=KeyPurpose.VOUCHERS))
    for campaign in campaigns:
        forget_vouchers(campaign)
    return len(campaigns) + forget_ledgers()


def _with_vouchers_now() -> QuerySet[Win]:
    """What waited for the newsroom, and vouchers have come since."""
    return Win.objects.filter(
        state=WinState.CLAIMED, waits_for=Waits.NEWSROOM, prize__vouchers__win__isnull=True,
        prize__vouchers__isnull=False,
    ).distinct()  # fmt: skip


def _each(wins: QuerySet[Win], act: Callable[[str], bool]) -> int:
    """Each by itself; one that fails holds up no other and is tried again."""
    done = 0
    for pk in list(wins.order_by("deadline", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        try:
            done += act(pk)
        except (CampaignTrouble, DatabaseError, Win.DoesNotExist):
            log.exception("prize not moved", extra={"win": pk})
    return done
