"""Every state and every way from one to the next, against a real server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.telegram_standin import Fault, StandIn
from tests.telegram_standin.chats import Refusal
from warta.lib.clock import clock_at, now
from warta.lib.limits import Limit
from warta.limits.services import push_back
from warta.outbox import claims, pace
from warta.outbox.channels.telegram import Telegram
from warta.outbox.models import ChannelPause, Delivery, Operation, State
from warta.outbox.ports import Address, address_of, body_of
from warta.outbox.queries import next_deliveries
from warta.outbox.services import call_off, send_again, settle_as_left, settle_as_sent
from warta.outbox.tests.conftest import Desk, attempted


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here is about the usual pace; those about floods push it back themselves."""
    fast = Limit(1_000_000, 1, burst=1_000)
    monkeypatch.setitem(pace.OVERALL, "telegram", fast)
    for key in pace.PER_DESTINATION:
        monkeypatch.setitem(pace.PER_DESTINATION, key, fast)
    monkeypatch.setattr("warta.outbox.queries.configured_channels", lambda: {"telegram": None})


def test_what_is_put_in_line_is_sent_once(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    delivery = attempted(desk.put(), telegram)
    attempted(delivery, telegram)
    assert (delivery.state, delivery.attempts) == (State.SENT, 1)
    assert len(stand_in.chats.standing()) == 1


def test_the_same_put_twice_is_one_delivery(desk: Desk) -> None:
    desk.put()
    desk.put()
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize("fault", [Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.DROP_BEFORE, Fault.DROP_AFTER])
def test_news_whose_answer_was_lost_is_unknown_and_never_sent_again_by_itself(
    desk: Desk, telegram: Telegram, stand_in: StandIn, fault: Fault
) -> None:
    stand_in.faults.order(fault)
    delivery = attempted(attempted(desk.put(), telegram), telegram)
    assert (delivery.state, delivery.attempts) == (State.UNKNOWN, 1)
    assert delivery.last_failure
    assert next_deliveries(busy=[], resting=[]) == []


def test_what_must_arrive_is_sent_again_after_a_lost_answer(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    stand_in.faults.order(Fault.DROP_AFTER)
    assert attempted(desk.put_repeatable(), telegram).state == State.RETRY


def test_a_closed_door_is_tried_again_later_and_later(desk: Desk, telegram: Telegram) -> None:
    closed = Telegram(token=telegram.token, base="http://127.0.0.1:9")
    first = attempted(desk.put(), closed)
    assert first.state == State.RETRY
    early = first.not_before - now()
    with clock_at(first.not_before):
        again = attempted(first, closed)
        assert again.not_before - now() > early


def test_a_flood_answer_lets_the_destination_rest_for_all_processes(
    desk: Desk, telegram: Telegram, stand_in: StandIn
) -> None:
    stand_in.retry_after = 17
    stand_in.faults.order(Fault.FLOOD)
    delivery = attempted(desk.put(), telegram)
    assert (delivery.state, delivery.attempts) == (State.RETRY, 1)
    assert delivery.not_before > now() + timedelta(seconds=15)
    assert pace.seconds_to_wait("telegram", "channel-1", "channel") > 15
    assert pace.seconds_to_wait("telegram", "channel-2", "channel") == 0


def test_a_second_destination_flooded_meanwhile_lets_all_rest(desk: Desk) -> None:
    pace.slow_down("telegram", "channel-1", 17)
    pace.slow_down("telegram", "channel-2", 17)
    assert pace.seconds_to_wait("telegram", "channel-3", "channel") > 15


def test_waiting_for_leave_is_no_attempt(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    push_back("outbox:telegram:channel-1", 30)
    delivery = attempted(desk.put(), telegram)
    assert (delivery.state, delivery.attempts, stand_in.calls) == (State.PENDING, 0, [])


def test_a_refusal_is_final_and_says_why(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    stand_in.chats.refusals["@warta"] = Refusal("Forbidden: bot was kicked", 403)
    delivery = attempted(desk.put(), telegram)
    assert delivery.state == State.DEAD
    assert "bot was kicked" in delivery.failure_in_words


def test_a_failed_delivery_may_be_tried_again_by_hand(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    stand_in.chats.refusals["@warta"] = Refusal("Forbidden: bot was kicked", 403)
    delivery = attempted(desk.put(), telegram)
    stand_in.chats.refusals.clear()
    assert send_again(delivery.pk)
    delivery.refresh_from_db()
    assert attempted(delivery, telegram).state == State.SENT


def test_a_refused_token_pauses_the_channel_and_loses_nothing(
    desk: Desk, telegram: Telegram, stand_in: StandIn
) -> None:
    stand_in.faults.order(Fault.UNAUTHORIZED)
    delivery = attempted(desk.put(), telegram)
    assert delivery.state == State.RETRY
    assert "WARTA_TELEGRAM_TOKEN" in ChannelPause.objects.get().reason
    assert next_deliveries(busy=[], resting=[]) == []


def test_a_destination_switched_off_gets_nothing(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    desk.addresses["channel-1"] = None
    assert attempted(desk.put(), telegram).state == State.CANCELLED
    assert stand_in.calls == []


def test_what_has_nothing_to_say_any_more_is_called_off(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    delivery = desk.put()
    desk.message = None
    assert attempted(delivery, telegram).state == State.CANCELLED
    assert stand_in.calls == []


def test_a_question_that_nobody_can_answer_just_now_is_asked_again(desk: Desk, telegram: Telegram) -> None:
    def failing(*asked: object) -> None:
        raise RuntimeError

    body_of.supply(failing)
    delivery = attempted(desk.put(), telegram)
    assert (delivery.state, delivery.attempts) == (State.RETRY, 0)


def test_a_called_off_delivery_never_leaves(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    delivery = desk.put()
    assert call_off("news:1") == 1
    assert attempted(delivery, telegram).state == State.CANCELLED
    assert stand_in.calls == []


def test_a_delivery_called_off_between_asking_and_claiming_never_leaves(
    desk: Desk, telegram: Telegram, stand_in: StandIn
) -> None:
    delivery = desk.put()

    def stopping(channel: str, destination: str) -> Address:
        call_off("news:1")
        return Address("@warta", "channel")

    address_of.supply(stopping)
    assert attempted(delivery, telegram).state == State.CANCELLED
    assert stand_in.calls == []


def test_a_claim_is_given_once(desk: Desk) -> None:
    delivery = desk.put()
    assert [bool(claims.claim(delivery)) for _ in range(3)] == [True, False, False]


def test_a_worker_that_died_leaves_news_unknown(desk: Desk) -> None:
    delivery = desk.put()
    claims.claim(delivery)
    with clock_at(now() + timedelta(seconds=claims.LEASE_SECONDS + 1)):
        assert claims.expire_leases() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_failure) == (State.UNKNOWN, claims.DIED)


def test_a_worker_that_died_leaves_what_may_be_repeated_to_the_others(desk: Desk) -> None:
    delivery = desk.put_repeatable()
    claims.claim(delivery)
    with clock_at(now() + timedelta(seconds=claims.LEASE_SECONDS + 1)):
        claims.expire_leases()
    delivery.refresh_from_db()
    assert delivery.state == State.RETRY


def test_a_renewed_lease_does_not_run_out(desk: Desk) -> None:
    delivery = desk.put()
    token = claims.claim(delivery)
    soon = now() + timedelta(seconds=claims.LEASE_SECONDS - 1)
    with clock_at(soon):
        claims.renew([token])
    with clock_at(soon + timedelta(seconds=2)):
        assert claims.expire_leases() == 0


def test_a_worker_that_only_slept_still_tells_what_became_of_it(desk: Desk, telegram: Telegram) -> None:
    delivery = desk.put()
    token = claims.claim(delivery)
    with clock_at(now() + timedelta(seconds=claims.LEASE_SECONDS + 1)):
        claims.expire_leases()
    claims.settle(delivery, token, telegram.send(Address("@warta", "channel"), desk.message))  # type: ignore[arg-type]
    delivery.refresh_from_db()
    assert delivery.state == State.SENT


def test_an_editor_who_settled_it_has_the_last_word(desk: Desk, telegram: Telegram) -> None:
    delivery = desk.put()
    token = claims.claim(delivery)
    with clock_at(now() + timedelta(seconds=claims.LEASE_SECONDS + 1)):
        claims.expire_leases()
    settle_as_left(delivery.pk)
    claims.settle(delivery, token, telegram.send(Address("@warta", "channel"), desk.message))  # type: ignore[arg-type]
    delivery.refresh_from_db()
    assert delivery.state == State.CANCELLED


def test_news_that_waited_half_a_day_is_given_up_and_shown(desk: Desk) -> None:
    delivery = desk.put()
    with clock_at(now() + timedelta(hours=13)):
        assert claims.give_up_stale() == 1
    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_failure) == (State.DEAD, claims.TOO_OLD)


def unknown(desk: Desk, telegram: Telegram, stand_in: StandIn, fault: Fault = Fault.DROP_AFTER) -> Delivery:
    stand_in.faults.order(fault)
    return attempted(desk.put(), telegram)


def test_an_edit_waits_until_an_unknown_sending_is_settled(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    sending = unknown(desk, telegram, stand_in)
    edit = desk.put(Operation.EDIT)
    assert next_deliveries(busy=[], resting=[]) == []
    assert not claims.claim(edit)
    desk.correct("Ministers disagree")
    assert settle_as_sent(sending, "https://t.me/warta/1")
    assert attempted(edit, telegram).state == State.SENT
    assert stand_in.chats.standing()[0].text.startswith("Ministers disagree")


def test_an_edit_of_what_never_arrived_is_dropped(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    sending = unknown(desk, telegram, stand_in, Fault.DROP_BEFORE)
    edit = desk.put(Operation.EDIT)
    settle_as_left(sending.pk)
    assert attempted(edit, telegram).state == State.CANCELLED


def test_an_edit_of_a_post_nobody_can_find_is_told(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    sending = unknown(desk, telegram, stand_in)
    edit = desk.put(Operation.EDIT)
    settle_as_sent(sending, "")
    assert attempted(edit, telegram).state == State.DEAD


def test_send_again_sends_once_more(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    sending = unknown(desk, telegram, stand_in, Fault.DROP_BEFORE)
    assert send_again(sending.pk)
    assert not send_again(sending.pk)
    sending.refresh_from_db()
    assert attempted(sending, telegram).state == State.SENT
    assert stand_in.chats.doubles() == {}


def test_an_edit_follows_its_sending_and_knows_what_the_post_shows(
    desk: Desk, telegram: Telegram, stand_in: StandIn
) -> None:
    attempted(desk.put(), telegram)
    desk.correct("Ministers disagree")
    edit = attempted(desk.put(Operation.EDIT, round=1), telegram)
    same = attempted(desk.put(Operation.EDIT, round=2), telegram)
    assert (edit.state, same.state, same.attempts) == (State.SENT, State.SENT, 0)
    assert len(stand_in.calls_of("editMessageText")) == 1


def test_an_edit_whose_answer_was_lost_is_repeated(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    attempted(desk.put(), telegram)
    desk.correct("Ministers disagree")
    stand_in.faults.order(Fault.DROP_AFTER)
    edit = attempted(desk.put(Operation.EDIT), telegram)
    assert edit.state == State.RETRY
    with clock_at(edit.not_before):
        assert attempted(edit, telegram).state == State.SENT


def test_of_several_edits_in_line_only_the_last_is_made(desk: Desk, telegram: Telegram, stand_in: StandIn) -> None:
    attempted(desk.put(), telegram)
    desk.correct("Ministers disagree")
    first, last = desk.put(Operation.EDIT, round=1), desk.put(Operation.EDIT, round=2)
    assert attempted(first, telegram).state == State.CANCELLED
    assert attempted(last, telegram).state == State.SENT


def test_a_removal_waits_behind_the_edit_and_takes_the_post_away(
    desk: Desk, telegram: Telegram, stand_in: StandIn
) -> None:
    attempted(desk.put(), telegram)
    edit, removal = desk.put(Operation.EDIT), desk.put(Operation.REMOVE)
    assert [found.pk for found in next_deliveries(busy=[], resting=[])] == [edit.pk]
    assert not claims.claim(removal)
    assert attempted(edit, telegram).state == State.CANCELLED
    assert attempted(removal, telegram).state == State.SENT
    assert stand_in.chats.standing() == []


def test_codes_leave_ahead_of_breaking_news_and_that_ahead_of_the_rest(desk: Desk) -> None:
    lanes = [20, 10, 0, 10]
    for number, lane in enumerate(lanes):
        desk.put(subject=f"news:{number}", lane=lane)
    assert [found.lane for found in next_deliveries(busy=[], resting=[])] == [0, 10, 10, 20]


def test_a_resting_destination_holds_up_no_other(desk: Desk) -> None:
    for number in range(40):
        desk.put(subject=f"news:{number}")
    other = desk.put(destination="channel-2")
    found = next_deliveries(busy=[], resting=[("telegram", "channel-1")])
    assert [delivery.pk for delivery in found] == [other.pk]


@pytest.mark.django_db
def test_an_idle_look_is_one_query() -> None:
    with CaptureQueriesContext(connection) as asked:
        next_deliveries(busy=[], resting=[])
    assert len(asked) == 1
