"""What each kind of work in the newsroom may do with stories."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission


def let_see_stories(group: Group) -> None:
    """See what was gathered. Safe to repeat."""
    _grant(group, "view_story")


def let_edit_stories(group: Group) -> None:
    """Name, lock, merge and split stories, hide statements. Safe to repeat."""
    _grant(group, "view_story", "change_story")


def _grant(group: Group, *codenames: str) -> None:
    """Raises LookupError for a permission that is missing: the migrations have not run."""
    found = list(Permission.objects.filter(content_type__app_label="linking", codename__in=codenames))
    if len(found) != len(codenames):
        raise LookupError(f"permissions are missing among {codenames}; run the migrations first")
    group.permissions.add(*found)
