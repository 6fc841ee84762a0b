from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from warta.readers import vault
from warta.readers.models import SecurityEvent
from warta.readers.sign_ins.arriving import failed
from warta.readers.sign_ins.origin import opened_origins, table_of
from warta.readers.sign_ins.services import note
from warta.readers.tests.cast import person

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"


@pytest.mark.django_db
def test_a_note_keeps_place_and_device_sealed_for_its_person() -> None:
    ana = person("ana")
    request = RequestFactory().get("/", REMOTE_ADDR="103.28.12.7", headers={"User-Agent": FIREFOX})
    event = note(ana, "factor_added", request=request, facts={"factor": "passkey"})
    kept = SecurityEvent.objects.get(pk=event.pk)
    assert b"Firefox" not in bytes(kept.origin or b"")
    (origin,) = opened_origins(ana, table_of(SecurityEvent), [kept.origin])
    assert (origin.browser, origin.system, origin.device, origin.network) == (
        "Firefox", "Android", "phone", "103.28.12.0/24",
    )  # fmt: skip


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_and_an_address_among_the_facts_is_hidden() -> None:
    ana = person("ana")
    with pytest.raises(KeyError):
        note(ana, "something_else")
    assert "ana@" not in str(note(ana, "contact_changed", facts={"contact": "ana@warta.example"}).facts)


@pytest.mark.django_db
def test_a_failed_try_at_no_account_is_kept_without_anybody() -> None:
    request = RequestFactory().get("/", headers={"User-Agent": FIREFOX})
    assert note(None, "sign_in_failed", request=request).person_id is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "lines"), [("ana@warta.example", 1), ("Ana@Warta.example ", 1), ("x@warta.example", 0)]
)
def test_a_wrong_password_is_told_to_whom_it_concerns(email: str, lines: int) -> None:
    ana = person("ana")
    request = RequestFactory().get("/", headers={"User-Agent": FIREFOX})
    assert authenticate(request, email=email, password="wrong") is None
    assert SecurityEvent.objects.filter(kind="sign_in_failed").count() == 1
    assert SecurityEvent.objects.filter(person=ana).count() == lines


@pytest.mark.django_db
def test_known_and_unknown_accounts_cost_the_same_questions() -> None:
    person("ana")
    request = RequestFactory().get("/", headers={"User-Agent": FIREFOX})
    counts = []
    for email in ("ana@warta.example", "ana@warta.example", "x@warta.example"):
        with CaptureQueriesContext(connection) as asked:
            failed(email, request)
        counts.append([query["sql"].split()[0] for query in asked])
    assert counts[1] == counts[2]


@pytest.mark.django_db
def test_without_the_key_ring_a_note_is_still_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise FileNotFoundError

    monkeypatch.setattr(vault, "ring", gone)
    request = RequestFactory().get("/", headers={"User-Agent": FIREFOX})
    assert note(person("ana"), "password_changed", request=request).origin is None


@pytest.mark.django_db
def test_a_hostile_fact_is_kept_as_harmless_words() -> None:
    event = note(person("ana"), "factor_added", facts={"factor": "\x00<b>\u202ekey\n" + "x" * 500})
    kept = SecurityEvent.objects.get(pk=event.pk).facts["factor"]
    assert len(kept) <= 120
    assert not set("\x00\u202e\n") & set(kept)
