"""Where a person is signed in, and ending it. An ended session is deleted: its cookie opens nothing from then on."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from warta.lib.clock import now
from warta.readers.models import OpenSession, User
from warta.readers.sign_ins.ending import MARK, end, end_all_but, session_store
from warta.readers.sign_ins.origin import kept_origin, table_of
from warta.readers.sign_ins.services import note


def keep_track(request: HttpRequest) -> bool:
    """See to it that the row of a signed-in session is there, under its present key and hour.

    Whether there was anything to do, which is so about once an hour; otherwise nothing is asked. Safe to repeat.
    """
    session = request.session
    hour = f"{now():%Y-%m-%dT%H}"
    key, seen = session.get(MARK) or ("", "")
    if key and key == session.session_key and seen == hour:
        return False
    if not session.session_key:
        session.save()  # signing in over another person's session has left it without a key
    is_kept = _followed(request, key) or _opened(request, key)
    if is_kept:
        session[MARK] = (session.session_key, hour)
    return is_kept


def open_sessions_of(person: User) -> QuerySet[OpenSession]:
    """Where the person is signed in now, the latest seen first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now())
    return OpenSession.objects.filter(Exists(alive), person=person).order_by("-seen_at", "-id")


def end_session(person: User, public_id: str, *, request: HttpRequest) -> bool:
    """End one of the person's own sessions. False when there is none by this id. Safe to repeat."""
    with transaction.atomic():
        ended = end(OpenSession.objects.filter(person=person, public_id=public_id))
        if ended:
            note(person, "session_ended", request=request)
    return bool(ended)


def end_others(person: User, *, request: HttpRequest) -> int:
    """End all but the session of this request. Safe to repeat."""
    with transaction.atomic():
        ended = end_all_but(person, request)
        if ended:
            note(person, "sessions_ended", request=request)
    return ended


def end_everywhere(person: User, *, request: HttpRequest) -> int:
    """End every session, this one too, by the person's own wish. Safe to repeat."""
    with transaction.atomic():
        note(person, "sessions_ended", request=request)
        ended = end_all(person)
    request.session.flush()
    return ended


def end_all(person: User) -> int:
    """End every session of a person. Safe to repeat."""
    return end(OpenSession.objects.filter(person=person))


def forget_ended(session_key: str) -> None:
    """A session that ended by itself leaves the list. Safe to repeat."""
    OpenSession.objects.filter(session_key=session_key).delete()


def forget_dead() -> int:
    """Take out rows whose session has run out, and the sessions themselves. Safe to repeat."""
    session_store().clear_expired()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    # A session is saved a moment after its row.
    dead = OpenSession.objects.filter(~Exists(alive), opened_at__lt=now() - timedelta(hours=1))
    return dead.delete()[0]


def _followed(request: HttpRequest, key: str) -> bool:
    """The row moves with its session when that gets a new key, as after a password change."""
    if not key:
        return False
    rows = OpenSession.objects.filter(session_key=key, person_id=request.session[SESSION_KEY])
    return bool(rows.update(session_key=request.session.session_key, seen_at=now()))


def _opened(request: HttpRequest, key: str) -> bool:
    """A row for a new session. One that was ended while this request was under way gets none."""
    session = request.session
    if key and key == session.session_key and not session.exists(key):
        return False
    person = User.objects.get(pk=session[SESSION_KEY])
    origin = kept_origin(person, table_of(OpenSession), request)
    kept = {"person": person, "origin": origin, "seen_at": now()}
    OpenSession.objects.update_or_create(session_key=session.session_key, defaults=kept)
    return True
