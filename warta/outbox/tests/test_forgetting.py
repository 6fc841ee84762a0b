from __future__ import annotations

from datetime import timedelta

from warta.lib.clock import now
from warta.outbox.models import Delivery, Operation, State
from warta.outbox.services import CHANGES_KEPT_DAYS, forget_settled
from warta.outbox.tests.conftest import Desk


def settled(delivery: Delivery, state: State, *, days_ago: int) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, settled_at=now() - timedelta(days=days_ago))
    return delivery


def test_old_changes_are_forgotten_and_what_was_sent_is_not(desk: Desk) -> None:
    long_ago, lately = CHANGES_KEPT_DAYS + 1, CHANGES_KEPT_DAYS - 1
    kept = [
        settled(desk.put(), State.SENT, days_ago=long_ago),
        settled(desk.put(Operation.EDIT, round=2), State.SENT, days_ago=lately),
        desk.put(Operation.EDIT, round=3),
        settled(desk.put(Operation.REMOVE, round=4), State.UNKNOWN, days_ago=long_ago),
    ]
    settled(desk.put(Operation.EDIT, round=1), State.SENT, days_ago=long_ago)
    settled(desk.put(Operation.EDIT, round=5), State.CANCELLED, days_ago=long_ago)
    assert forget_settled() == 2
    assert forget_settled() == 0
    assert list(Delivery.objects.order_by("pk")) == kept


def test_mails_that_were_sent_are_forgotten_too(desk: Desk) -> None:
    mail = settled(desk.put(), State.SENT, days_ago=CHANGES_KEPT_DAYS + 1)
    Delivery.objects.filter(pk=mail.pk).update(channel="email")
    assert forget_settled() == 1
