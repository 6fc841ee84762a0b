from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from warta.lib.clock import clock_at
from warta.live import doorbell
from warta.live.models import Notice
from warta.live.notices import NotPublic
from warta.live.queries import notices_after, notices_held
from warta.live.services import HELD_SECONDS, forget_old, tell

MORNING = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_what_is_told_is_held_in_its_order() -> None:
    for number in (1, 2, 3):
        tell("article-7", {"comments": number})
    held = notices_held(2)
    assert [told.payload for told in held] == [{"comments": 2}, {"comments": 3}]
    assert notices_after(held[0].number, or_of=[]) == held[1:]
    assert notices_after(held[1].number, or_of=[held[0].number]) == held[:1]


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_was_never_told() -> None:
    doorbell.wait(0)
    with transaction.atomic():
        tell("article-7", {"comments": 1})
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not doorbell._rung.is_set()


def test_telling_costs_one_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        tell("article-7", {"comments": 1})


@pytest.mark.parametrize("channel", ["article", "nothing-7", "article-7/comments", ""])
def test_nobody_can_be_told_on_what_is_no_channel(channel: str) -> None:
    with pytest.raises(ValueError, match="is no channel"):
        tell(channel, {"comments": 1})


def test_nothing_of_a_person_is_told() -> None:
    with pytest.raises(NotPublic, match="name: "):
        tell("article-7", {"name": "Budi Santoso"})


def test_the_old_is_forgotten_and_the_newest_stays() -> None:
    with clock_at(MORNING):
        for number in (1, 2, 3):
            tell("article-7", {"comments": number})
    with clock_at(MORNING + timedelta(seconds=HELD_SECONDS + 1)):
        assert forget_old() == 2
        assert forget_old() == 0
    assert [told.payload for told in notices_held(9)] == [{"comments": 3}]
