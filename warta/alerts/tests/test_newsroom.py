"""The newsroom's pages about alerts, as each person sees them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.telegram_standin import Fault, StandIn
from tests.telegram_standin.chats import Refusal
from warta.alerts.models import Announcement, Channel, State
from warta.alerts.services import announce
from warta.alerts.tests.conftest import only_delivery, work
from warta.articles.tests.newsroom import Newsroom
from warta.audit.models import AuditEntry
from warta.outbox.models import Delivery
from warta.outbox.models import State as DeliveryState
from warta.outbox.services import hold_everything, pause_channel

LIST = "/newsroom/alerts/"


@pytest.fixture
def told(newsroom: Newsroom, channel: Channel) -> Announcement:
    """Breaking news in line for one channel, not sent yet."""
    announcement = announce(newsroom.published(alert="breaking").pk)
    assert announcement is not None
    return announcement


@pytest.fixture
def unknown(told: Announcement, stand_in: StandIn) -> Announcement:
    stand_in.faults.order(Fault.DROP_AFTER)
    work()
    return told


def desk_of(person: object) -> Client:
    client = Client()
    client.force_login(person)  # type: ignore[arg-type]
    return client


def read(person: object, path: str) -> str:
    answer = desk_of(person).get(path, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture(autouse=True)
def site_in_english(settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"


def test_the_list_shows_what_was_announced_and_how_far_it_is(told: Announcement, newsroom: Newsroom) -> None:
    shown = read(newsroom.budi, LIST)
    assert "Ministers agree" in shown
    assert "0 of 1 posted" in shown


def test_the_list_asks_the_same_few_questions_however_long_it_is(newsroom: Newsroom, channel: Channel) -> None:
    client = desk_of(newsroom.budi)
    client.get(f"{LIST}now/")  # what is asked once for each sign-in
    counts = []
    for number in range(2):
        announce(newsroom.published(f"News {number}", alert="breaking").pk)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{LIST}now/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_empty_newsroom_is_told_how_to_begin(newsroom: Newsroom, settings: Settings) -> None:
    settings.TELEGRAM_TOKEN = ""
    shown = read(newsroom.budi, LIST)
    assert "@BotFather" in shown
    assert "WARTA_TELEGRAM_TOKEN" in shown
    assert "Nothing has been announced yet" in shown


def test_what_stands_in_the_way_is_said(told: Announcement, newsroom: Newsroom) -> None:
    pause_channel("telegram", "Telegram does not accept the bot's token.")
    hold_everything()
    shown = read(newsroom.budi, LIST)
    assert "does not accept the bot" in shown
    assert "warta outbox release" in shown


def test_an_unknown_post_asks_for_a_word_and_an_answer_settles_it(unknown: Announcement, newsroom: Newsroom) -> None:
    page = f"{LIST}{unknown.pk}/"
    assert "does the post stand there" in read(newsroom.budi, page)
    delivery = only_delivery()
    answer = desk_of(newsroom.budi).post(
        f"{LIST}settle/{delivery.pk}/", {"word": "was_sent", "link": "https://t.me/warta/1"}
    )
    assert answer.status_code == 302
    unknown.refresh_from_db()
    assert (only_delivery().state, unknown.state) == (DeliveryState.SENT, State.DONE)
    entry = AuditEntry.objects.get(action="alerts.delivery_settled")
    assert (entry.actor, json.loads(entry.facts)["word"]) == (newsroom.budi.public_id, "was_sent")


def test_a_link_that_names_no_post_is_refused_and_nothing_lost(unknown: Announcement, newsroom: Newsroom) -> None:
    client = desk_of(newsroom.budi)
    address = f"{LIST}settle/{only_delivery().pk}/"
    answer = client.post(address, {"word": "was_sent", "link": "https://example.org/"}, follow=True)
    assert "names no post" in answer.content.decode()
    assert only_delivery().state == DeliveryState.UNKNOWN


def test_send_again_puts_it_in_line_once_more(unknown: Announcement, newsroom: Newsroom, stand_in: StandIn) -> None:
    desk_of(newsroom.budi).post(f"{LIST}settle/{only_delivery().pk}/", {"word": "send_again"})
    work()
    assert only_delivery().state == DeliveryState.SENT
    assert sum(stand_in.chats.doubles().values()) == 2  # as the editor was warned


def test_a_failed_post_says_why_and_can_be_tried_again(
    told: Announcement, newsroom: Newsroom, stand_in: StandIn
) -> None:
    stand_in.chats.refusals["@warta"] = Refusal("Bad Request: chat not found")
    work()
    assert "knows no such chat" in read(newsroom.budi, f"{LIST}{told.pk}/")
    stand_in.chats.refusals.clear()
    desk_of(newsroom.budi).post(f"{LIST}again/{only_delivery().pk}/")
    work()
    assert only_delivery().state == DeliveryState.SENT


def test_an_editor_stops_what_has_not_left(told: Announcement, newsroom: Newsroom, stand_in: StandIn) -> None:
    desk_of(newsroom.budi).post(f"{LIST}{told.pk}/stop/")
    work()
    assert stand_in.calls == []
    entry = AuditEntry.objects.get(action="alerts.announcement_stopped")
    assert json.loads(entry.facts) == {"called_off": 1}


def test_a_reporter_sees_but_does_not_decide(unknown: Announcement, newsroom: Newsroom) -> None:
    page = f"{LIST}{unknown.pk}/"
    assert "does the post stand there" not in read(newsroom.ana, page)
    desk_of(newsroom.ana).post(f"{LIST}settle/{only_delivery().pk}/", {"word": "send_again"})
    desk_of(newsroom.ana).post(f"{page}stop/")
    assert only_delivery().state == DeliveryState.UNKNOWN


def test_a_stranger_is_shown_the_door(told: Announcement, newsroom: Newsroom) -> None:
    for path in (LIST, f"{LIST}now/", f"{LIST}{told.pk}/", f"{LIST}{told.pk}/now/"):
        assert desk_of(newsroom.dewi).get(path).status_code in (302, 403)
        assert Client().get(path).status_code in (302, 403)


def test_what_is_no_alert_can_not_be_settled_from_here(unknown: Announcement, newsroom: Newsroom) -> None:
    Delivery.objects.update(subject="mail:somebody's")
    answer = desk_of(newsroom.budi).post(f"{LIST}settle/{only_delivery().pk}/", {"word": "leave"})
    assert answer.status_code == 404
    assert desk_of(newsroom.budi).post(f"{LIST}settle/all/mail:1/", {"word": "leave"}).status_code == 404
    assert only_delivery().state == DeliveryState.UNKNOWN
