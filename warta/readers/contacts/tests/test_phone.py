"""A phone number is nobody's until its code came back, and then one person's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import RequestFactory

from warta.lib.clock import clock_at, now
from warta.readers import vault
from warta.readers.contacts import telling
from warta.readers.contacts.forgetting import forget_unproven
from warta.readers.contacts.phone import (
    PhoneRefused,
    begin_check,
    finish_check,
    number_under_way,
    remove_phone,
    take_back_phone,
)
from warta.readers.contacts.tests.mailbox import mails_to
from warta.readers.models import FormerContact, PhoneCheck, SecurityEvent, User
from warta.readers.ports import PhoneCode, send_phone_code
from warta.readers.vault_fields import PHONE

pytestmark = pytest.mark.django_db
NUMBER = "0812 3456 7890"
REQUEST = RequestFactory().post("/", REMOTE_ADDR="203.0.113.7")


@pytest.fixture
def dewi() -> User:
    return User.objects.create_user("dewi@pembaca.example")


@pytest.fixture
def eko() -> User:
    return User.objects.create_user("eko@pembaca.example")


@pytest.fixture
def sent() -> Iterator[list[PhoneCode]]:
    """A sender that keeps what it was given."""
    codes: list[PhoneCode] = []

    def take(code: PhoneCode) -> bool:
        codes.append(code)
        return True

    before = send_phone_code._supplier
    send_phone_code.supply(take)
    yield codes
    send_phone_code._supplier = before


def verify(person: User, sent: list[PhoneCode], number: str = NUMBER) -> None:
    begin_check(person, number, request=REQUEST)
    finish_check(person, sent[-1].code, request=REQUEST)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_number_is_kept_once_its_code_came_back(dewi: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    assert vault.own_value(dewi, PHONE) == ""
    assert number_under_way(dewi) == "+6281234567890"
    finish_check(dewi, f" {sent[0].code[:3]} {sent[0].code[3:]} ", request=REQUEST)
    assert vault.person_with(PHONE, NUMBER) == dewi
    assert not PhoneCheck.objects.exists()
    assert SecurityEvent.objects.get(person=dewi).kind == "contact_confirmed"


def test_without_a_sender_the_code_goes_to_the_mail(dewi: User) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    (mail,) = mails_to(dewi.email)
    code = re.search(r"(\d{3} \d{3})", mail.headline)
    assert code
    assert mail.letter is not None
    assert "+62 ••• 7890" in mail.letter.text
    finish_check(dewi, code[1], request=REQUEST)
    assert vault.own_value(dewi, PHONE) == "+6281234567890"


def test_a_code_is_tried_three_times_and_no_more(dewi: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    for _again in range(3):
        with pytest.raises(PhoneRefused):
            finish_check(dewi, other_than(sent[0].code), request=REQUEST)
    with pytest.raises(PhoneRefused):
        finish_check(dewi, sent[0].code, request=REQUEST)
    assert vault.own_value(dewi, PHONE) == ""


def test_a_code_is_good_for_ten_minutes_and_for_once(dewi: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    with clock_at(now() + timedelta(minutes=10, seconds=1)), pytest.raises(PhoneRefused):
        finish_check(dewi, sent[0].code, request=REQUEST)
    finish_check(dewi, sent[0].code, request=REQUEST)
    with pytest.raises(PhoneRefused):
        finish_check(dewi, sent[0].code, request=REQUEST)


def test_a_new_code_ends_the_one_before(dewi: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    begin_check(dewi, "0813 3456 7890", request=REQUEST)
    if sent[0].code != sent[1].code:
        with pytest.raises(PhoneRefused):
            finish_check(dewi, sent[0].code, request=REQUEST)
    finish_check(dewi, sent[1].code, request=REQUEST)
    assert vault.own_value(dewi, PHONE) == "+6281334567890"


def test_one_person_s_code_opens_nothing_for_another(dewi: User, eko: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    with pytest.raises(PhoneRefused):
        finish_check(eko, sent[0].code, request=REQUEST)


def test_two_may_type_a_number_and_one_may_have_it(dewi: User, eko: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    begin_check(eko, "+62 812-3456-7890", request=REQUEST)
    finish_check(eko, sent[1].code, request=REQUEST)
    with pytest.raises(PhoneRefused) as told:
        finish_check(dewi, sent[0].code, request=REQUEST)
    assert "eko" not in str(told.value)
    assert vault.own_value(dewi, PHONE) == ""
    assert vault.person_with(PHONE, NUMBER) == eko


def test_a_number_is_not_rung_again_and_again_whoever_asks(sent: list[PhoneCode]) -> None:
    for number in range(8):
        person = User.objects.create_user(f"reader-{number}@pembaca.example")
        request = RequestFactory().post("/", REMOTE_ADDR=f"203.0.113.{number}")
        try:
            begin_check(person, NUMBER, request=request)
        except PhoneRefused:
            break
    assert len(sent) == 3


@pytest.mark.parametrize("text", ["", "12", "call me", "+62" + "1" * 20, "0812'; DROP TABLE", "<script>", "\x00\ud800"])
def test_what_is_no_number_is_refused_with_a_sentence(dewi: User, text: str, sent: list[PhoneCode]) -> None:
    with pytest.raises(PhoneRefused, match="such as 0812 3456 7890"):
        begin_check(dewi, text, request=REQUEST)
    assert sent == []


def test_what_waits_tells_neither_number_nor_code(dewi: User, sent: list[PhoneCode]) -> None:
    begin_check(dewi, NUMBER, request=REQUEST)
    stored = str(PhoneCheck.objects.values().get())
    assert sent[0].code not in stored
    assert "81234567890" not in stored
    assert "81234567890" not in repr(sent[0])


def test_a_change_is_told_by_mail_with_a_way_to_say_it_was_not_me(dewi: User, sent: list[PhoneCode]) -> None:
    verify(dewi, sent)
    verify(dewi, sent, "0813 3456 7890")
    mails = mails_to(dewi.email)
    assert len(mails) == 2
    text = mails[-1].letter.text if mails[-1].letter else ""
    assert "token=" in text
    assert "7890" not in text


def test_a_stranger_s_change_is_taken_back(dewi: User, sent: list[PhoneCode]) -> None:
    verify(dewi, sent)
    moment = now()
    verify(dewi, sent, "0813 3456 7890")
    remove_phone(dewi, request=REQUEST)
    take_back_phone(dewi, moment)
    assert vault.person_with(PHONE, NUMBER) == dewi


def test_what_was_never_proven_is_forgotten(dewi: User, sent: list[PhoneCode]) -> None:
    verify(dewi, sent)
    verify(dewi, sent, "0813 3456 7890")
    begin_check(dewi, "0814 3456 7890", request=REQUEST)
    with clock_at(now() + timedelta(days=telling.FORMER_DAYS, minutes=1)):
        assert forget_unproven() == 2
    assert not PhoneCheck.objects.exists()
    assert not FormerContact.objects.exists()
