from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from warta.audit.services import record
from warta.operations.witness import tell_witnesses
from warta.outbox.models import EMAIL, TELEGRAM, Delivery
from warta.readers.models import WaitingMail


@pytest.mark.django_db
def test_the_end_of_the_log_is_told_once_to_whoever_is_named(settings: Settings) -> None:
    settings.WITNESS_MAIL, settings.WITNESS_CHAT = "witness@warta.example", "-100200300"
    record("article.published")
    assert (tell_witnesses(), tell_witnesses()) == (True, False)
    assert set(Delivery.objects.values_list("channel", flat=True)) == {EMAIL, TELEGRAM}
    assert WaitingMail.objects.filter(kind="audit_witness").count() == 2


@pytest.mark.django_db
def test_with_nobody_named_nothing_is_told(settings: Settings) -> None:
    settings.WITNESS_MAIL = settings.WITNESS_CHAT = ""
    record("article.published")
    assert not tell_witnesses()
