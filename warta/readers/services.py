"""Members of the newsroom: making them, their roles, their passwords, their language, their going."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from warta.audit.services import SYSTEM, record
from warta.lib.ids import opaque_id
from warta.readers import vault
from warta.readers.models import User
from warta.readers.own_data.erasing import erase
from warta.readers.roles import ROLES, ensure_roles

ONE_TIME_LENGTH = 16  # characters of five bits each


class MemberRefused(Exception):
    """The member can't be made; the message says why."""


def add_member(
    email: str, *, roles: Sequence[str] = (), name: str = "", language: str = "", is_superuser: bool = False,
    by: str = SYSTEM,
) -> tuple[User, str]:  # fmt: skip
    """A new member and a password that they must change at their first sign-in. Raises MemberRefused."""
    groups = _groups(roles)
    password = one_time_password()
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                email, password, display_name=name, is_staff=True, is_superuser=is_superuser, must_change_password=True
            )
            person.groups.set(groups)
            set_language(person, language)
            vault.sealed_for(person, "member.first", "")  # makes their key: doing so later would tell by its time
            note_roles(person, by=by, action="member.added")
    except IntegrityError:
        raise MemberRefused(_("There is an account with this e-mail address already.")) from None
    return person, password


def ensure_demo_member(email: str, *, roles: Sequence[str], password: str) -> User:
    """A member of the demonstration with a known password. Safe to repeat; an existing account is left alone."""
    person = User.objects.filter(email=email.lower()).first()
    if person is None:
        person, _once = add_member(email, roles=roles, name="Demo")
        change_password(person, password)
        User.objects.filter(pk=person.pk).update(needs_second_factor=False)
    return person


def give_one_time_password(person: User, *, by: str = SYSTEM) -> str:
    """A new password that must be changed at the next sign-in; every session of the old one ends."""
    password = one_time_password()
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        record("member.password_given", actor=by, subject=person.subject)
    return password


def change_password(person: User, password: str) -> None:
    """The person's own choice."""
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        record("member.password_changed", actor=person.public_id, subject=person.subject)


def remove_password(person: User) -> None:
    """The person's own choice: a mailed code and passkeys stay. Safe to repeat."""
    with transaction.atomic():
        person.set_unusable_password()
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        record("member.password_removed", actor=person.public_id, subject=person.subject)


def set_language(person: User, language: str) -> None:
    """The language this person is spoken to in, the newsroom's pages included; "" is the site's. Safe to repeat."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(language=language)
        UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": language})


def note_roles(person: User, *, by: str, action: str = "member.roles_changed") -> None:
    """Write down what a member may do from now on; call it in the transaction that changed it."""
    facts = {
        "groups": sorted(person.groups.values_list("name", flat=True)),
        "is_superuser": person.is_superuser,
        "is_active": person.is_active,
    }
    record(action, actor=by, subject=person.subject, facts=facts)


def remove_member(person: User, *, by: str) -> None:
    """Delete an account, its key and its personal data, wholly or not at all. What it published stays."""
    erase(person, by=by, action="member.removed")


def one_time_password() -> str:
    """Easily read aloud: groups of four."""
    letters = opaque_id(ONE_TIME_LENGTH)
    return "-".join(letters[start : start + 4] for start in range(0, ONE_TIME_LENGTH, 4))


def _groups(roles: Sequence[str]) -> list[Group]:
    unknown = [role for role in roles if role not in ROLES]
    if unknown:
        known = ", ".join(ROLES)
        raise MemberRefused(_("There is no role %(role)s; there are %(known)s.") % {"role": unknown[0], "known": known})
    groups = ensure_roles()
    return [groups[role] for role in roles]
