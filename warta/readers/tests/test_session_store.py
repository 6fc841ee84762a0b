"""Sessions: written once where they were saved by a service, and never written over one that was ended."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from warta.readers.session_store import SessionStore

pytestmark = pytest.mark.django_db


def _writes(session: SessionStore) -> int:
    with CaptureQueriesContext(connection) as caught:
        session.save()
    return sum("django_session" in query["sql"] for query in caught.captured_queries)


def test_what_was_saved_just_so_is_not_saved_again() -> None:
    session = SessionStore()
    session["colour"] = "blue"
    assert (_writes(session), _writes(session)) == (1, 0)
    session["colour"] = "red"
    assert _writes(session) == 1
    assert SessionStore(session.session_key)["colour"] == "red"


def test_a_change_deep_inside_is_saved() -> None:
    session = SessionStore()
    session["basket"] = {"apples": 1}
    session.save()
    session["basket"]["apples"] = 2
    session.save()
    assert SessionStore(session.session_key)["basket"] == {"apples": 2}


def test_a_session_that_gets_a_new_key_is_saved_under_it() -> None:
    session = SessionStore()
    session["colour"] = "blue"
    session.save()
    old = session.session_key
    session.cycle_key()
    session.save()
    assert SessionStore(session.session_key)["colour"] == "blue"
    assert not Session.objects.filter(session_key=old).exists()


def test_a_session_that_was_ended_meanwhile_does_not_come_back() -> None:
    session = SessionStore()
    session["colour"] = "blue"
    session.save()
    Session.objects.all().delete()
    session["colour"] = "red"
    with pytest.raises(UpdateError):
        session.save()
    assert not Session.objects.exists()
