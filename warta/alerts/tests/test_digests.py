"""Selected articles, gathered at set times: once, only what is public, corrected when it changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from tests.telegram_standin import StandIn
from warta.alerts.digests.services import make_due_digests
from warta.alerts.digests.slots import BadTimes, latest_slot, next_slot, times_in
from warta.alerts.models import Announcement, Channel, Digest, Edition, State
from warta.alerts.services import announce, announce_withdrawal
from warta.alerts.tests.conftest import events_told, work
from warta.articles.models import ArticlePage
from warta.articles.publishing.withdrawing import withdraw
from warta.articles.tests.newsroom import Newsroom, publish
from warta.lib.clock import clock_at
from warta.outbox.channels.telegram_text import MOST_TEXT_UNITS, compose, units
from warta.outbox.models import Delivery
from warta.outbox.ports import Item, Message

JAKARTA = ZoneInfo("Asia/Jakarta")
# A Thursday; 07.00 in Jakarta is midnight in UTC.
MORNING = datetime(2017, 12, 28, 0, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def edition(channel: Channel) -> Edition:
    Edition.objects.update(created_at=MORNING - 100 * HOUR)
    return Edition.objects.get()


def selected(newsroom: Newsroom, headline: str, *, at: datetime = MORNING - HOUR, **fields: object) -> ArticlePage:
    with clock_at(at):
        article = newsroom.published(headline, alert="selected", **fields)
        announce(article.pk)
    return article


def made_at(moment: datetime) -> int:
    with clock_at(moment):
        return make_due_digests()


def work_at(moment: datetime) -> None:
    with clock_at(moment):
        work()


def test_a_site_begins_with_one_digest_at_seven_and_at_five(db: None) -> None:
    assert Edition.objects.get().local_times == (time(7), time(17))


def test_a_digest_gathers_what_was_selected_and_is_posted_once(
    edition: Edition, newsroom: Newsroom, stand_in: StandIn
) -> None:
    selected(newsroom, "First", at=MORNING - 2 * HOUR)
    selected(newsroom, "Second")
    assert [made_at(MORNING - MINUTE), made_at(MORNING), made_at(MORNING + MINUTE)] == [0, 1, 0]
    work_at(MORNING + MINUTE)
    [post] = stand_in.chats.standing("@warta")
    assert post.text.index("(28/12/2017), 07.00") < post.text.index("• Second") < post.text.index("• First")
    assert set(Announcement.objects.values_list("state", flat=True)) == {State.DONE}


def test_each_line_leads_to_its_article(edition: Edition, newsroom: Newsroom, stand_in: StandIn) -> None:
    article = selected(newsroom, "First")
    made_at(MORNING)
    work_at(MORNING)
    [post] = stand_in.chats.standing("@warta")
    assert article.address in str(post.entities)


def test_a_digest_in_which_nothing_would_stand_is_not_posted(edition: Edition, stand_in: StandIn) -> None:
    made_at(MORNING)
    work_at(MORNING)
    assert stand_in.calls == []
    assert Digest.objects.get().items.count() == 0


def test_what_was_told_is_not_told_again(edition: Edition, newsroom: Newsroom) -> None:
    selected(newsroom, "First")
    made_at(MORNING)
    made_at(MORNING + 10 * HOUR)
    assert [digest.items.count() for digest in Digest.objects.order_by("due_at")] == [1, 0]


def test_a_digest_is_made_up_for_three_hours_and_no_longer(edition: Edition, newsroom: Newsroom) -> None:
    selected(newsroom, "First")
    assert made_at(MORNING + 3 * HOUR + MINUTE) == 0
    assert made_at(MORNING + 2 * HOUR) == 1


def test_a_digest_that_was_set_up_today_does_not_begin_with_a_time_that_is_over(edition: Edition) -> None:
    Edition.objects.update(created_at=MORNING + MINUTE)
    assert made_at(MORNING + HOUR) == 0


def test_without_a_channel_nothing_is_used_up(edition: Edition, newsroom: Newsroom) -> None:
    selected(newsroom, "First")
    Channel.objects.update(is_active=False)
    assert made_at(MORNING) == 0
    Channel.objects.update(is_active=True)
    assert made_at(MORNING + HOUR) == 1


def test_a_channel_that_got_them_one_by_one_gets_no_digest(edition: Edition, newsroom: Newsroom) -> None:
    Channel.objects.create(name="Busy", chat="@wartabusy", gets_selected=True)
    selected(newsroom, "First")
    made_at(MORNING)
    digest = Digest.objects.get()
    assert [one.destination for one in Delivery.objects.about(digest.subject)] == [
        Channel.objects.get(chat="@warta").key
    ]


def test_an_edition_gathers_from_its_sections_alone(edition: Edition, newsroom: Newsroom) -> None:
    edition.sections.add(newsroom.world)
    selected(newsroom, "Home affairs")
    made_at(MORNING)
    assert Digest.objects.get().items.count() == 0


def test_a_corrected_headline_is_corrected_in_the_digest(
    edition: Edition, newsroom: Newsroom, stand_in: StandIn
) -> None:
    article = selected(newsroom, "Fisrt")
    made_at(MORNING)
    work_at(MORNING)
    with clock_at(MORNING + MINUTE), events_told():
        article.title = "First"
        article.save_revision()
        publish(article)
    work_at(MORNING + MINUTE)
    [post] = stand_in.chats.standing("@warta")
    assert "• First" in post.text


def test_what_is_withdrawn_leaves_the_digest(edition: Edition, newsroom: Newsroom, stand_in: StandIn) -> None:
    kept, gone = selected(newsroom, "Kept"), selected(newsroom, "Gone")
    made_at(MORNING)
    work_at(MORNING)
    for article, texts in ((gone, ["Kept"]), (kept, [])):
        with clock_at(MORNING + MINUTE):
            withdraw(article.pk, reason="Wrong")
            announce_withdrawal(article.pk)
        work_at(MORNING + MINUTE)
        assert [[word for word in ("Kept", "Gone") if word in post.text] for post in stand_in.chats.standing()] == (
            [texts] if texts else []
        )


def test_of_two_processes_one_makes_the_digest(edition: Edition) -> None:
    Digest.objects.create(edition=edition, due_at=MORNING)
    with pytest.raises(IntegrityError):
        Digest.objects.create(edition=edition, due_at=MORNING)


def test_the_newsroom_sees_when_the_next_one_comes_and_what_became_of_the_last(
    edition: Edition, newsroom: Newsroom
) -> None:
    selected(newsroom, "First")
    made_at(MORNING)
    desk = Client()
    desk.force_login(newsroom.budi)
    page = desk.get("/newsroom/alerts/digests/").content.decode()
    assert edition.name in page
    assert "First" in desk.get(f"/newsroom/alerts/digests/{Digest.objects.get().pk}/").content.decode()
    desk.force_login(newsroom.dewi)
    assert desk.get("/newsroom/alerts/digests/").status_code in (302, 403)


def test_times_are_read_as_people_write_them() -> None:
    assert times_in("17:00, 7.00, 07.00") == (time(7), time(17))


@pytest.mark.parametrize("text", ["", "25.00", "7", "seven", "07.00; 17.00", "07.60"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTimes):
        times_in(text)


def test_an_edition_says_what_is_wrong_with_its_times() -> None:
    with pytest.raises(ValidationError, match=r"07\.00"):
        Edition(name="Morning", times="early").clean()


def test_the_latest_time_may_have_been_yesterday() -> None:
    times = times_in("07.00, 17.00")
    assert latest_slot(times, MORNING - MINUTE, JAKARTA) == MORNING - 14 * HOUR
    assert latest_slot(times, MORNING, JAKARTA) == MORNING
    assert next_slot(times, MORNING + 10 * HOUR, JAKARTA) == MORNING + 24 * HOUR


def test_a_time_that_a_clock_put_forward_leaves_out_still_comes_once() -> None:
    paris = ZoneInfo("Europe/Paris")
    midnight = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    moments = [midnight + timedelta(minutes=10 * number) for number in range(24 * 6)]
    slots = {latest_slot([time(2, 30)], moment, paris) for moment in moments}
    assert len({slot.date() for slot in slots}) == len(slots) == 2


def test_a_digest_too_long_for_telegram_leaves_out_its_last_lines() -> None:
    items = tuple(Item("😀" * 100 + str(number), "https://warta.example/") for number in range(60))
    composed = compose(
        Message("Selected", items=items, link="https://warta.example/", link_words="More"), MOST_TEXT_UNITS
    )
    assert units(composed.text) <= MOST_TEXT_UNITS
    assert composed.text.endswith("More")
    ends = [entity["offset"] + entity["length"] for entity in composed.entities]
    assert max(ends) == units(composed.text)
