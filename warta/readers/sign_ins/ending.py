"""Ending sessions for good: the session itself is deleted, so that its cookie opens nothing from then on."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from warta.readers.models import OpenSession, User

MARK = "open_session"  # in the session: its own key and the hour in which it was last seen, as kept in our row


@transaction.atomic
def end(rows: QuerySet[OpenSession]) -> int:
    """End these. Safe to repeat."""
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        session_store()(key).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def end_all_but(person: User, request: HttpRequest | None) -> int:
    """End the person's sessions but for the one of this request, which may have a new key already. Safe to repeat."""
    session = getattr(request, "session", None)
    own = {session.session_key, (session.get(MARK) or ("", ""))[0]} if session is not None else set()
    return end(OpenSession.objects.filter(person=person).exclude(session_key__in=own - {None, ""}))


def session_store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
