"""The named cast: Ana reports, Budi edits, Dewi has no rights, Eko runs the machine."""

from __future__ import annotations

from warta.readers.models import User
from warta.readers.roles import ensure_roles

PASSWORD = "ombak-besar-di-selatan"


def person(name: str, *roles: str, is_superuser: bool = False) -> User:
    groups = ensure_roles()
    someone = User.objects.create_user(
        f"{name}@warta.example", PASSWORD, display_name=name.title(), is_staff=True, is_superuser=is_superuser,
        needs_second_factor=False,
    )  # fmt: skip
    someone.groups.set([groups[role] for role in roles])
    return someone
