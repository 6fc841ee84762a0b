"""Telling a person what changed about their ways of signing in: a line in the timeline, and a mail."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime

from warta.lib.clock import now
from warta.readers.mails.services import put_in_line
from warta.readers.models import User
from warta.readers.sign_ins.kinds import KINDS
from warta.readers.sign_ins.services import note


def tell(request: HttpRequest, person: User, kind: str, *, facts: dict[str, str] | None = None) -> None:
    """Write the line and put the mail in line, in one transaction."""
    with transaction.atomic():
        note(person, kind, request=request, facts=facts)
        language = person.language or settings.LANGUAGE_CODE
        with translation.override(language):
            told = {
                "what": str(KINDS[kind].words) % (facts or {}),
                "when": date_format(localtime(now()), "DATETIME_FORMAT"),
                "link": settings.SITE_URL + reverse("sign_in_methods"),
            }
        put_in_line("account_changed", to=person.email, person=person, facts=told, language=language)
