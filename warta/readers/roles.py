"""The roles of the house. What each may do in a room, that room says; `warta/project/roles.py` joins them."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

# By the name the command line takes: the group's name as the newsroom shows it.
ROLES: dict[str, str] = {
    "reporter": "Reporter",
    "editor": "Editor",
    "front-editor": "Front editor",
    "moderator": "Moderator",
    "campaign-manager": "Campaign manager",
    "help-desk": "Help desk",
    "operator": "Operator",
}

ENTER = ("wagtailadmin.access_admin",)
# What the rooms up to this one let a role do; `app.codename`.
GRANTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(ROLES, ENTER),
    "operator": (
        *ENTER, "readers.add_user", "readers.change_user", "readers.delete_user", "readers.view_user",
        "readers.read_vault", "audit.view_auditentry", "readers.view_termsdocument", "readers.add_termsdocument",
        "readers.change_termsdocument", "readers.publish_terms",
    ),
}  # fmt: skip


def ensure_roles() -> dict[str, Group]:
    """Bring every role's group into being with at least its permissions. Safe to repeat; takes nothing away."""
    with transaction.atomic():
        return {role: _ensured(role) for role in ROLES}


def roles_of(person_groups: list[str]) -> list[str]:
    """The roles among names of groups, sorted."""
    return sorted(role for role, name in ROLES.items() if name in person_groups)


def _ensured(role: str) -> Group:
    group, _made = Group.objects.get_or_create(name=ROLES[role])
    group.permissions.add(*permissions_named(GRANTS[role]))
    return group


def permissions_named(names: tuple[str, ...]) -> list[Permission]:
    """Raises LookupError for a permission that is missing: the migrations have not run."""
    wanted = Q()
    for name in names:
        app, _, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    found = list(Permission.objects.filter(wanted))
    if len(found) != len(names):
        raise LookupError(f"permissions are missing among {names}; run the migrations first")
    return found
