""" "This was not me": everybody is signed out, the password no longer works, and the way back goes to the contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

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
from warta.readers.sign_ins.words import moment_words
from warta.theme.languages import bare_path, path_in

# What else a stranger may have left behind: each is called with the person and the moment of the disowned event, inside
# the transaction, and takes back what was added to the account since (a passkey, a linked chat, another contact).
TakesBack = Callable[[User, datetime], object]
TAKERS_BACK: list[TakesBack] = []


def must_take_back(taker: TakesBack) -> None:
    """Let `taker` take part whenever an event is disowned. Adding it twice changes nothing."""
    if taker not in TAKERS_BACK:
        TAKERS_BACK.append(taker)


def disown(event: SecurityEvent, *, request: HttpRequest) -> bool:
    """Everything that follows from "this was not me", wholly or not at all. False when it was said before, or can't be
    said of such an event. Safe to repeat."""
    person = event.person
    if person is None or not KINDS[event.kind].is_disputable:
        return False
    with transaction.atomic():
        if not SecurityEvent.objects.filter(pk=event.pk, disowned_at=None).update(disowned_at=now()):
            return False
        to = person.email
        for taker in TAKERS_BACK:
            taker(person, event.at)
        _shut(person)
        for sign_in in SignIn.objects.filter(event=event):
            take_back(sign_in)
        note(person, "disowned", request=request)
        _tell(person, event, to=to)
        record("account.disowned", actor=person.public_id, subject=person.subject, facts={"kind": event.kind})
    return True


def _shut(person: User) -> None:
    end_all(person)  # and those that have no row end by the change of the password's hash
    person.refresh_from_db()
    person.set_unusable_password()
    person.save(update_fields=["password"])


def _tell(person: User, event: SecurityEvent, *, to: str) -> None:
    """To the contact after what a stranger changed was taken back, or, where nothing was, to the same."""
    language = person.language or settings.LANGUAGE_CODE
    with override(language):
        facts = {"what": event_words(event), "when": moment_words(event.at), "link": _way_back(language)}
    for address in sorted({to, person.email}):
        put_in_line("disowned", to=address, person=person, facts=facts, language=language)


def _way_back(language: str) -> str:
    return settings.SITE_URL + path_in(language, bare_path(reverse("account_login")))
