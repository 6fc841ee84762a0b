"""What each kind of work in the newsroom may do with alerts."""

from __future__ import annotations

from django.contrib.auth.models import Group

from warta.alerts.models import Announcement, Channel, Edition
from warta.articles.permissions import let_act_on


def let_see_alerts(group: Group) -> None:
    """See what was announced and what became of it. Safe to repeat."""
    let_act_on(group, ("view",), (Announcement,))


def let_decide_alerts(group: Group) -> None:
    """Stop announcements and settle what is unknown. Safe to repeat."""
    let_act_on(group, ("view", "change"), (Announcement,))


def let_set_channels(group: Group) -> None:
    """Say which Telegram channels and which digests there are. Safe to repeat."""
    let_act_on(group, ("add", "change", "delete", "view"), (Channel, Edition))
