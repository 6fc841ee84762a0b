"""Telegram linked by a token that is used once and confirmed on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from tests.telegram_standin import StandIn
from warta.lib.clock import clock_at, now
from warta.lib.limits import Limit
from warta.outbox import attempts, pace
from warta.outbox.channels import configured_channels
from warta.outbox.channels.telegram import Telegram
from warta.outbox.inbox import Listener
from warta.outbox.models import TELEGRAM, Delivery, Listening
from warta.readers import vault
from warta.readers.contacts.phone import begin_check
from warta.readers.contacts.telegram import (
    LinkRefused,
    begin_link,
    claim_link,
    confirm_link,
    link_under_way,
    linked_account,
    take_back_link,
    unlink,
    unlink_chat,
)
from warta.readers.contacts.tests.mailbox import mails_to
from warta.readers.models import LinkedTelegram, SecurityEvent, TelegramBinding, User
from warta.readers.vault_fields import TELEGRAM_CHAT

pytestmark = pytest.mark.django_db
TOKEN = "42:abcdefghijklmnopqrstuvwx"
REQUEST = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")


@pytest.fixture(autouse=True)
def bot(settings: Settings) -> None:
    settings.TELEGRAM_TOKEN = TOKEN
    Listening.objects.create(channel=TELEGRAM, bot_name="warta_bot")


@pytest.fixture
def stand_in(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    fast = Limit(1_000_000, 1, burst=1_000)
    monkeypatch.setitem(pace.OVERALL, TELEGRAM, fast)
    for key in pace.PER_DESTINATION:
        monkeypatch.setitem(pace.PER_DESTINATION, key, fast)
    with StandIn().running() as running:
        settings.TELEGRAM_API = running.base
        yield running


@pytest.fixture
def dewi() -> User:
    return User.objects.create_user("dewi@pembaca.example")


@pytest.fixture
def eko() -> User:
    return User.objects.create_user("eko@pembaca.example")


def token_of(link: str) -> str:
    return link.partition("?start=")[2]


def link(person: User, chat: str = "77", account: str = "@dewi_p") -> None:
    claim_link(token_of(begin_link(person)), chat=chat, account=account)
    claim = link_under_way(person)
    assert claim is not None
    confirm_link(person, claim.id, request=REQUEST)


def test_a_link_is_begun_here_claimed_there_and_confirmed_here(dewi: User) -> None:
    address = begin_link(dewi)
    assert address.startswith("https://t.me/warta_bot?start=")
    assert claim_link(token_of(address), chat="77", account="@dewi_p") == dewi
    assert vault.own_value(dewi, TELEGRAM_CHAT) == ""
    claim = link_under_way(dewi)
    assert claim is not None
    assert claim.account == "@de•••"
    confirm_link(dewi, claim.id, request=REQUEST)
    assert vault.person_with(TELEGRAM_CHAT, "77") == dewi
    assert linked_account(dewi) == "@de•••"
    assert SecurityEvent.objects.filter(person=dewi, kind="telegram_linked").exists()
    assert len(mails_to(dewi.email)) == len(mails_to("77", TELEGRAM)) == 1


def test_a_token_is_good_once(dewi: User) -> None:
    token = token_of(begin_link(dewi))
    assert claim_link(token, chat="77", account="@dewi_p") == dewi
    assert claim_link(token, chat="77", account="@dewi_p") == dewi  # the same update, told twice
    assert claim_link(token, chat="88", account="@mallory") is None
    claim = link_under_way(dewi)
    assert claim is not None
    confirm_link(dewi, claim.id, request=REQUEST)
    assert claim_link(token, chat="88", account="@mallory") is None
    with pytest.raises(LinkRefused):
        confirm_link(dewi, claim.id, request=REQUEST)


@pytest.mark.parametrize("token", ["", "0" * 26, "x" * 500, "'; DROP TABLE", "\ud800"])
def test_a_forged_token_is_worth_nothing(dewi: User, token: str) -> None:
    begin_link(dewi)
    assert claim_link(token, chat="88", account="@mallory") is None
    assert link_under_way(dewi) is None


def test_a_token_lives_ten_minutes(dewi: User) -> None:
    token = token_of(begin_link(dewi))
    with clock_at(now() + timedelta(minutes=10, seconds=1)):
        assert claim_link(token, chat="77", account="@dewi_p") is None


def test_a_claim_that_was_swapped_is_not_confirmed_unseen(dewi: User) -> None:
    claim_link(token_of(begin_link(dewi)), chat="77", account="@dewi_p")
    shown = link_under_way(dewi)
    claim_link(token_of(begin_link(dewi)), chat="88", account="@mallory")
    assert shown is not None
    with pytest.raises(LinkRefused):
        confirm_link(dewi, shown.id, request=REQUEST)
    assert vault.own_value(dewi, TELEGRAM_CHAT) == ""


def test_one_person_s_claim_is_not_confirmed_by_another(dewi: User, eko: User) -> None:
    claim_link(token_of(begin_link(dewi)), chat="77", account="@dewi_p")
    claim = link_under_way(dewi)
    assert claim is not None
    begin_link(eko)
    with pytest.raises(LinkRefused):
        confirm_link(eko, claim.id, request=REQUEST)


def test_a_chat_belongs_to_one_account(dewi: User, eko: User) -> None:
    link(dewi)
    with pytest.raises(LinkRefused):
        link(eko)
    assert vault.person_with(TELEGRAM_CHAT, "77") == dewi
    assert not LinkedTelegram.objects.filter(person=eko).exists()


def test_both_sides_can_end_it(dewi: User) -> None:
    link(dewi)
    assert unlink_chat("77")
    assert not unlink_chat("77")
    link(dewi)
    assert unlink(dewi, request=REQUEST)
    assert vault.own_value(dewi, TELEGRAM_CHAT) == ""


def test_a_stranger_s_link_is_taken_back(dewi: User) -> None:
    moment = now()
    link(dewi, chat="88", account="@mallory")
    take_back_link(dewi, moment)
    assert vault.person_with(TELEGRAM_CHAT, "88") is None


def test_what_waits_tells_neither_token_nor_chat(dewi: User) -> None:
    token = token_of(begin_link(dewi))
    claim_link(token, chat="7712345", account="@dewi_p")
    stored = str(TelegramBinding.objects.values().get())
    assert not any(secret in stored for secret in (token, "7712345", "dewi_p"))


def test_the_bot_leads_back_to_the_page_and_says_whose_account_it_is(dewi: User, stand_in: StandIn) -> None:
    token = token_of(begin_link(dewi))
    listener = Listener(Telegram(token=TOKEN, base=stand_in.base), poll_seconds=0)
    stand_in.chats.write(f"/start {token}")
    stand_in.chats.write(f"/start {'0' * 26}", chat=78)
    stand_in.chats.write(f"/start {token}", chat=-79, kind="group")
    listener.round()
    (answer,) = stand_in.chats.standing("77")
    assert "d•••@p•••.example" in answer.text
    assert dewi.email not in answer.text
    assert "no longer good" in stand_in.chats.standing("78")[0].text
    assert stand_in.chats.standing("-79") == []
    assert link_under_way(dewi) is not None


def test_once_linked_a_code_comes_by_telegram(dewi: User, stand_in: StandIn) -> None:
    link(dewi)
    begin_check(dewi, "0812 3456 7890", request=REQUEST)
    for delivery in Delivery.objects.filter(channel=TELEGRAM):
        attempts.attempt(delivery, configured_channels()[TELEGRAM], claimed=lambda token: None)
    hello, code = stand_in.chats.standing("77")
    assert "/unlink" in hello.text
    assert "+62 ••• 7890" in code.text
