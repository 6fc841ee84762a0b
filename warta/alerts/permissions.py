"""What each kind of work in the newsroom may do with alerts."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission


def let_see_alerts(group: Group) -> None:
    """See what was announced and what became of it. Safe to repeat."""
    _grant(group, "view_announcement")


def let_decide_alerts(group: Group) -> None:
    """Stop announcements and settle what is unknown. Safe to repeat."""
    _grant(group, "view_announcement", "change_announcement")


def let_set_channels(group: Group) -> None:
    """Say which Telegram channels there are. Safe to repeat."""
    _grant(group, "add_channel", "change_channel", "delete_channel", "view_channel")


def _grant(group: Group, *codenames: str) -> None:
    """Raises LookupError for a permission that is missing: the migrations have not run."""
    found = list(Permission.objects.filter(content_type__app_label="alerts", codename__in=codenames))
    if len(found) != len(codenames):
        raise LookupError(f"permissions are missing among {codenames}; run the migrations first")
    group.permissions.add(*found)
