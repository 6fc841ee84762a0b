"""What each kind of work in the newsroom may do with stories."""

from __future__ import annotations

from django.contrib.auth.models import Group

from warta.articles.permissions import let_act_on
from warta.linking.models import Story


def let_see_stories(group: Group) -> None:
    """See what was gathered. Safe to repeat."""
    let_act_on(group, ("view",), (Story,))


def let_edit_stories(group: Group) -> None:
    """Name, lock, merge and split stories, hide statements. Safe to repeat."""
    let_act_on(group, ("view", "change"), (Story,))
