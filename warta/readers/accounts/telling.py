"""Telling a person what changed about their ways of signing in: a line in the timeline, and a mail."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation

from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.sign_ins.kinds import KINDS
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.services import note


def tell(request: HttpRequest, person: User, kind: str, *, facts: dict[str, str] | None = None) -> None:
    """Write the line and put the mail in line, in one transaction."""
    with transaction.atomic():
        event = note(person, kind, request=request, facts=facts)
        language = person.language or settings.LANGUAGE_CODE
        with translation.override(language):
            told = {
                "what": str(KINDS[kind].words) % (facts or {}),
                "when": event.at.isoformat(),
                "link": not_me_link(event, language),
            }
        put_in_line("account_changed", to=person.email, person=person, facts=told, language=language)
