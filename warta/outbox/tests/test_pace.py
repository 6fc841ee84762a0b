"""What news may take of a channel's rate, and what is kept for codes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from warta.lib.clock import clock_at, now
from warta.outbox import pace
from warta.outbox.mail_servers import MailServer
from warta.outbox.models import EMAIL, Lane

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def eight_a_second(settings: Settings) -> None:
    settings.MAIL_PLACE = MailServer("mail.example", 25, "news@warta.example", per_second=8)


def granted(lane: Lane, seconds: int) -> int:
    """How many leave when as many as possible want to, sixty times a second."""
    count, began = 0, now()
    for step in range(seconds * 60):
        with clock_at(began + timedelta(seconds=step / 60)):
            while pace.seconds_to_wait(EMAIL, "mail-1", "person", lane=lane) == 0:
                count += 1
    return count


def test_news_takes_three_quarters_of_the_rate_and_codes_more() -> None:
    assert 20 <= granted(Lane.SELECTED, 4) <= 25
    assert 4 <= granted(Lane.CODES, 4) <= 32


def test_a_code_goes_at_once_while_news_waits() -> None:
    with clock_at(now()):
        while pace.seconds_to_wait(EMAIL, "mail-1", "person", lane=Lane.SELECTED) == 0:
            pass
        assert pace.seconds_until_open(EMAIL, lane=Lane.SELECTED) > 0
        assert pace.seconds_until_open(EMAIL, lane=Lane.CODES) == 0
        codes = [pace.seconds_to_wait(EMAIL, f"mail-{n}", "person", lane=Lane.CODES) for n in range(4)]
        assert codes == [0, 0, 0, 0]


def test_a_server_that_asks_for_a_pause_is_obeyed_by_codes_too() -> None:
    with clock_at(now()):
        pace.slow_down(EMAIL, "mail-1", 10)
        pace.slow_down(EMAIL, "mail-2", 10)
        assert pace.seconds_until_open(EMAIL, lane=Lane.CODES) > 9
