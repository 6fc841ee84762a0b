from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from warta.lib.clock import now
from warta.outbox import claims
from warta.outbox.models import TELEGRAM, Delivery, Lane, Operation, State
from warta.outbox.queries import next_deliveries, standing
from warta.outbox.services import RESTORED, Wanted, enqueue, hold_everything, pause_channel, release
from warta.outbox.tests.conftest import Desk


@pytest.fixture(autouse=True)
def configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warta.outbox.queries.configured_channels", lambda: {TELEGRAM: None})


def told(*arguments: str) -> str:
    out = io.StringIO()
    call_command("outbox", *arguments, stdout=out)
    return out.getvalue()


def test_after_a_restore_waiting_and_claimed_news_is_unknown(desk: Desk) -> None:
    waiting, claimed = desk.put(), desk.put(subject="news:2")
    claims.claim(claimed)
    assert hold_everything() == 2
    for delivery in (waiting, claimed):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.last_failure) == (State.UNKNOWN, RESTORED)


def test_after_a_restore_edits_and_removals_stay_in_line(desk: Desk) -> None:
    edit = desk.put(Operation.EDIT)
    claims.claim(edit)
    hold_everything()
    edit.refresh_from_db()
    assert edit.state == State.RETRY


def test_nothing_leaves_while_sending_is_held(desk: Desk) -> None:
    hold_everything()
    fresh = desk.put()
    assert next_deliveries(busy=[], resting=[]) == []
    assert not claims.claim(fresh)
    assert release()
    assert [found.pk for found in next_deliveries(busy=[], resting=[])] == [fresh.pk]


def test_news_due_before_a_restore_is_unknown_even_when_found_later(desk: Desk) -> None:
    hold_everything()
    release()
    late = Wanted(TELEGRAM, "channel-1", "news:9", Operation.SEND, Lane.BREAKING)
    enqueue([late], due_since=now() - timedelta(minutes=5))
    assert Delivery.objects.get().state == State.UNKNOWN


def test_holding_and_releasing_may_be_repeated(desk: Desk) -> None:
    hold_everything()
    hold_everything()
    assert [release(), release()] == [True, False]


def test_the_command_says_how_the_outbox_stands_and_releases_it(desk: Desk) -> None:
    desk.put()
    hold_everything()
    pause_channel(TELEGRAM, "Telegram does not accept the bot's token.")
    said = told("status")
    assert "warta outbox release" in said
    assert "token" in said
    assert "goes on" in told("release")
    assert "not held" in told("release")
    assert not standing().is_held
