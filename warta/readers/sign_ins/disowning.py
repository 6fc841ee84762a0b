""" "This was not me": everybody is signed out, the password no longer works, and the way back goes to the contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override

from warta.audit.services import record
from warta.lib.clock import now
from warta.readers.mails.services import put_in_line
from warta.readers.models import SecurityEvent, SignIn, User
from warta.readers.sign_ins.history import take_back
from warta.readers.sign_ins.kinds import KINDS
from warta.readers.sign_ins.queries import event_words
from warta.readers.sign_ins.services import note
from warta.readers.sign_ins.sessions import end_all
from warta.theme.languages import bare_path, path_in

# What else a stranger may have left behind: each is called with the person and a moment, inside the transaction, and
# takes back what was done to the account since (another contact, a linked chat, a deletion asked for).
TakesBack = Callable[[User, datetime], object]
TAKERS_BACK: list[TakesBack] = []
SAME_ACT = timedelta(minutes=1)  # what belongs to an event may have been written a little before its line


def must_take_back(taker: TakesBack) -> None:
    """Let `taker` take part whenever an event is disowned. Adding it twice changes nothing."""
    if taker not in TAKERS_BACK:
        TAKERS_BACK.append(taker)


def disown(event: SecurityEvent, *, request: HttpRequest) -> bool:
    """Everything that follows from "this was not me", wholly or not at all.

    False when it was said before, or can't be said of such an event. Safe to repeat.
    """
    person = event.person
    if person is None or event.kind not in KINDS or not KINDS[event.kind].is_disputable:
        return False
    with transaction.atomic():
        if not SecurityEvent.objects.filter(pk=event.pk, disowned_at=None).update(disowned_at=now()):
            return False
        _undo(person, event.at - SAME_ACT)
        for sign_in in SignIn.objects.filter(event=event):
            take_back(sign_in)
        note(person, "disowned", request=request)
        _tell(person, event)
        record("account.disowned", actor=person.public_id, subject=person.subject, facts={"kind": event.kind})
    return True


def _undo(person: User, since: datetime) -> None:
    """Shut the account, and take off whatever was put on it since. A way of signing in that was there stays."""
    for taker in TAKERS_BACK:
        taker(person, since)
    Authenticator.objects.filter(user=person, created_at__gte=since).delete()
    end_all(person)  # and those that have no row end by the change of the password's hash
    person.refresh_from_db()
    person.set_unusable_password()
    person.save(update_fields=["password"])


def _tell(person: User, event: SecurityEvent) -> None:
    """To the contact after what a stranger changed was taken back."""
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        facts = {"what": event_words(event), "when": event.at.isoformat(), "link": _way_back(language)}
    put_in_line("disowned", to=person.email, person=person, facts=facts, language=language)


def _way_back(language: str) -> str:
    return settings.SITE_URL + path_in(language, bare_path(reverse("account_login")))
