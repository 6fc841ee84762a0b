"""Suspending somebody for a time, and lifting it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.comments.models import Suspension
from warta.comments.moderation.errors import Refused
from warta.comments.moderation.telling import tell_of_suspension
from warta.lib.clock import now
from warta.readers.models import User

DAYS = (1, 3, 7, 14, 30, 90)


class Colleague(Refused):
    """Members of the newsroom are not suspended from comments."""

    def __init__(self) -> None:
        super().__init__(_("Members of the newsroom are not suspended here: speak with them."))


def current_suspension(person: User) -> Suspension | None:
    """The one that keeps them from commenting at this moment."""
    return Suspension.objects.filter(person=person, until__gt=now(), ended_at=None).order_by("-until").first()


def suspend(person: User, *, days: int, reason: str, words: str, by: User) -> Suspension:
    """From now on for so many days, in place of what was in force; the person is told. Raises Colleague."""
    if person.is_staff or person.is_superuser:
        raise Colleague
    moment = now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)  # two moderators at once: the second replaces the first
        _end(person)
        suspension = Suspension.objects.create(
            person=person, by=by, reason=reason, words=words, at=moment, until=moment + timedelta(days=days)
        )
        tell_of_suspension(suspension)
        record("comments.suspended", actor=by.public_id, subject=person.subject, facts={"days": days, "reason": reason})
    return suspension


def lift(person: User, *, by: User) -> bool:
    """Let them comment again. Whether they were suspended. Safe to repeat."""
    with transaction.atomic():
        if not _end(person):
            return False
        record("comments.suspension_lifted", actor=by.public_id, subject=person.subject)
    return True


def _end(person: User) -> int:
    moment = now()
    return Suspension.objects.filter(person=person, until__gt=moment, ended_at=None).update(ended_at=moment)
