"""What a request is told when that which Warta stands on gives way."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from warta.readers.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(client: Client) -> Client:
    patient = Client(raise_request_exception=False)
    patient.force_login(User.objects.create_superuser("ana@warta.test", "kata-sandi-ana", needs_second_factor=False))
    return patient


@pytest.mark.sqlite
def test_a_database_that_stays_locked_is_said_and_where_the_text_is(member: Client) -> None:
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        connection.cursor().execute("PRAGMA busy_timeout=20")
        other.execute("BEGIN EXCLUSIVE")
        answer = member.post(reverse("wagtailadmin_account"), {"language-preferred_language": "en"})
        other.execute("ROLLBACK")
    connection.close()
    assert answer.status_code == 503
    assert answer["Retry-After"] == "10"
    assert "go back one page: what you wrote is still there" in answer.content.decode()


def test_a_fault_of_our_own_stays_one(member: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("warta.operations.views.PLAIN")
    answer = member.get("/healthz")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
