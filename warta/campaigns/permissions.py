"""What each kind of work in the newsroom may do with campaigns."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from warta.articles.permissions import let_act_on
from warta.campaigns.models import Campaign
from warta.readers.roles import permissions_named

MAY_SEE = "campaigns.view_campaign"
MAY_WRITE = "campaigns.change_campaign"
MAY_OPEN = "campaigns.open_campaign"
MAY_REVIEW = "campaigns.review_entries"
MAY_DRAW = "campaigns.draw_campaign"
MAY_SETTLE = "campaigns.settle_campaign"
MAY_READ_LEDGER = "campaigns.read_ledger"
EVERYTHING = (MAY_OPEN, MAY_REVIEW, MAY_DRAW, MAY_SETTLE, MAY_READ_LEDGER)


def let_run_campaigns(group: Group) -> None:
    """Set up, open, review, approve, settle. Safe to repeat."""
    with transaction.atomic():
        let_act_on(group, ("add", "change", "view"), (Campaign,))
        group.permissions.add(*permissions_named(EVERYTHING))


def let_approve_draws(group: Group) -> None:
    """Be the second of the two who review, seal and draw. Safe to repeat."""
    with transaction.atomic():
        let_act_on(group, ("view",), (Campaign,))
        group.permissions.add(*permissions_named((MAY_REVIEW, MAY_DRAW)))
