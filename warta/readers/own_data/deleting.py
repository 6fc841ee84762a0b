"""Deletion that its owner asked for: a day in which signing in takes it back, then erasure."""

from __future__ import annotations

import logging

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.lib.clock import now
from warta.readers.mails.services import put_in_line
from warta.readers.models import Deletion, User
from warta.readers.own_data.erasing import erase
from warta.readers.own_data.retention import DELETION_GRACE
from warta.readers.sign_ins.services import note
from warta.readers.sign_ins.sessions import end_all

log = logging.getLogger(__name__)
AT_ONCE = 50


class DeletionRefused(Exception):
    """The account can't be deleted by its owner; the message says why."""


def ask_for_deletion(person: User, *, language: str, request: HttpRequest | None = None) -> Deletion:
    """Close the account for a day, then erase it. Every session ends; signing in again takes it back. Safe to repeat.

    Raises DeletionRefused for a member of the newsroom: whoever manages members removes those.
    """
    if person.is_staff:
        raise DeletionRefused(_("Members of the newsroom are removed by whoever manages members."))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        due_at = now() + DELETION_GRACE.period
        deletion, is_new = Deletion.objects.get_or_create(
            person=person, defaults={"due_at": due_at, "language": language}
        )
        if is_new:
            note(person, "deletion_asked", request=request)
            _tell_of_grace(deletion)
            record("reader.deletion_asked", actor=person.public_id, subject=person.subject)
        end_all(person)
    return deletion


def call_off_deletion(person: User, *, request: HttpRequest | None = None) -> bool:
    """What signing in does within the day. Whether there was one to call off. Safe to repeat."""
    with transaction.atomic():
        gone, _rows = Deletion.objects.filter(person=person, due_at__gt=now()).delete()
        if gone:
            note(person, "deletion_called_off", request=request)
            record("reader.deletion_called_off", actor=person.public_id, subject=person.subject)
    return bool(gone)


def is_closed(person: User) -> bool:
    """Whether others see nothing of this person any more: a deletion was asked for."""
    return Deletion.objects.filter(person=person).exists()


def erase_due() -> int:
    """The job: erase everybody whose day is over. How many. Safe to run twice; one that fails holds up no other."""
    due = Deletion.objects.filter(due_at__lte=now()).order_by("failures", "due_at")[:AT_ONCE]
    return sum(_erased(deletion) for deletion in due.select_related("person"))


def _erased(deletion: Deletion) -> bool:
    person, address = deletion.person, deletion.person.email
    try:
        with transaction.atomic():
            erase(person)
            put_in_line("deletion_done", to=address, person=None, facts={}, language=deletion.language)
    except User.DoesNotExist:
        return False  # another worker was faster
    except Exception as error:
        # The kind of failure alone: its words might hold what is kept of the person.
        log.error("person not erased", extra={"subject": person.subject, "failure": type(error).__name__})
        Deletion.objects.filter(pk=deletion.pk).update(failures=F("failures") + 1)
        return False
    return True


def _tell_of_grace(deletion: Deletion) -> None:
    with translation.override(deletion.language):
        facts = {
            "when": date_format(timezone.localtime(deletion.due_at), "DATETIME_FORMAT"),
            "link": settings.SITE_URL + reverse("account_login"),
        }
    person = deletion.person
    put_in_line("deletion_asked", to=person.email, person=person, facts=facts, language=deletion.language)
