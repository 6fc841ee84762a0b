"""A mail from being put in line to lying in a mailbox, and what is left of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from tests.smtp_standin import StandIn
from warta.lib.clock import clock_at, now
from warta.outbox import attempts, claims
from warta.outbox.channels import configured_channels
from warta.outbox.mail_servers import MailServer
from warta.outbox.models import EMAIL, Delivery, Lane, State
from warta.outbox.queries import next_deliveries
from warta.readers.mails.kinds import KINDS, WrongMail
from warta.readers.mails.letters import message_of
from warta.readers.mails.services import erase_left_over, put_in_line
from warta.readers.models import User, WaitingMail

pytestmark = pytest.mark.django_db
TO = "dewi@pembaca.example"
FACTS = {
    "code": "4823 9107", "minutes": "3", "phone": "+62 ••• 7890", "when": "2026-11-22T10:30:00+00:00",
    "until": "2026-11-29T10:30:00+00:00", "device": "Chrome", "place": "Jakarta", "what": "The password was changed",
    "account": "@d•••",
}  # fmt: skip


@pytest.fixture
def stand_in(settings: Settings) -> Iterator[StandIn]:
    with StandIn().running() as running:
        settings.MAIL_PLACE = MailServer(
            "127.0.0.1", running.port, "news@warta.example", security="never", per_second=1000
        )
        yield running


@pytest.fixture
def dewi() -> User:
    return User.objects.create_user(TO)


def facts_of(kind: str, settings: Settings) -> dict[str, str]:
    told = FACTS | {"link": f"{settings.SITE_URL}/account/security/"}
    return {name: told.get(name, f"the {name}") for name in KINDS[kind].facts}


def put_code(**more: object) -> Delivery:
    facts = {"code": "4823 9107", "minutes": "3"}
    asked: dict[str, object] = {"to": TO, "person": None, "language": "id", "lane": Lane.CODES, "lives_seconds": 180}
    put_in_line("sign_in_code", facts=facts, **(asked | more))  # type: ignore[arg-type]
    return Delivery.objects.latest("pk")


def attempted(delivery: Delivery) -> Delivery:
    attempts.attempt(delivery, configured_channels()[EMAIL], claimed=lambda token: None)
    delivery.refresh_from_db()
    return delivery


def everything_stored() -> str:
    """Every value of every table, also as what bytes may be written as."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row]
    return " ".join(v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in found)


def test_a_mail_arrives_and_nothing_of_it_stays(stand_in: StandIn) -> None:
    assert attempted(put_code()).state == State.SENT
    (mail,) = stand_in.mails
    assert mail.recipient == TO
    assert "4823 9107" in mail.message["Subject"]
    assert not WaitingMail.objects.exists()


def test_what_waits_can_be_read_by_nobody(caplog: pytest.LogCaptureFixture) -> None:
    put_code()
    stored = everything_stored()
    for secret in (TO, "dewi", "4823 9107", "48239107", "ZGV3aUBwZW1iYWNh"):
        assert secret not in stored
        assert secret not in caplog.text


def test_what_went_wrong_names_no_address(stand_in: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    stand_in.order("RCPT", f"550 5.1.1 <{TO}> unknown", f"450 4.2.1 <{TO}> later")
    assert attempted(put_code()).state == State.DEAD
    assert attempted(put_code()).state == State.RETRY
    assert "dewi" not in everything_stored() + caplog.text


def test_a_rolled_back_transaction_sends_nothing() -> None:
    with transaction.atomic():
        put_code()
        transaction.set_rollback(True)
    assert not Delivery.objects.filter(channel=EMAIL).exists()
    assert not WaitingMail.objects.exists()


def test_a_code_that_waited_too_long_is_never_sent(stand_in: StandIn) -> None:
    delivery = put_code()
    with clock_at(now() + timedelta(seconds=181)):
        claims.give_up_stale()
        assert erase_left_over() in (0, 1)
        assert attempted(delivery).state == State.DEAD
    assert stand_in.mails == []
    assert not WaitingMail.objects.exists()


def test_a_code_too_old_is_not_sent_even_when_it_is_put_in_line_again(stand_in: StandIn) -> None:
    delivery = put_code()
    with clock_at(now() + timedelta(seconds=181)):
        Delivery.objects.filter(pk=delivery.pk).update(expires_at=now() + timedelta(hours=1))
        assert attempted(delivery).state == State.CANCELLED
    assert stand_in.mails == []


def test_a_lost_answer_sends_the_code_again_under_the_same_name(stand_in: StandIn) -> None:
    stand_in.order("CONTENT", "drop")
    delivery = attempted(put_code())
    assert delivery.state == State.RETRY
    assert WaitingMail.objects.count() == 1
    with clock_at(now() + timedelta(seconds=60)):
        assert attempted(delivery).state == State.SENT
    assert stand_in.doubles() == 1


def test_what_a_crash_left_is_erased(stand_in: StandIn) -> None:
    gone = put_code()
    Delivery.objects.filter(pk=gone.pk).update(state=State.SENT)
    waiting = put_code()
    assert erase_left_over() == 1
    assert attempted(waiting).state == State.SENT


def test_the_same_work_is_done_for_known_and_unknown(dewi: User) -> None:
    with CaptureQueriesContext(connection) as for_known:
        put_code(person=dewi)
    with CaptureQueriesContext(connection) as for_unknown:
        put_code(person=None)
    assert len(for_known) == len(for_unknown)


def test_a_code_leaves_before_what_was_put_in_line_earlier(settings: Settings) -> None:
    put_in_line("deletion_done", to=TO, person=None, facts={}, language="")
    code = put_code()
    assert next_deliveries(busy=[], resting=[])[0] == code


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_says_the_same_in_plain_words_and_as_html(kind: str, language: str, settings: Settings) -> None:
    facts = facts_of(kind, settings)
    message = message_of(kind, facts, language=language, name="m")
    assert message.letter is not None
    text, html = message.letter.text, message.letter.html
    assert "%(" not in message.headline + text + html
    assert settings.SITE_NAME in text
    for name in facts.keys() & {"code", "link", "device", "account"}:
        assert facts[name] in text
        assert facts[name] in html
    assert f'<html lang="{language}">' in html
    assert not re.search(r"<(img|script|link|iframe|form)|url\(|@import|src=", html)
    assert set(re.findall(r'href="([^"]*)"', html)) <= {f"{settings.SITE_URL}/", facts.get("link", "")}


def test_hostile_facts_are_words_and_nothing_else(settings: Settings) -> None:
    hostile = "<script>alert(1)</script> {{ SECRET_KEY }} %(code)s http://evil.example/x\r\nBcc: a@b.example"
    facts = facts_of("new_sign_in", settings) | {"device": hostile}
    message = message_of("new_sign_in", facts, language="en")
    assert message.letter is not None
    assert "<script>" not in message.letter.html
    assert "http://evil" not in message.letter.html + message.letter.text
    assert "evil.example" not in message.letter.html + message.letter.text
    assert "\nBcc" not in message.letter.text
    assert "{{ SECRET_KEY }}" in message.letter.text


def test_facts_that_lead_elsewhere_or_are_missing_are_refused(settings: Settings) -> None:
    wrong: tuple[tuple[str, dict[str, str]], ...] = (
        ("already_registered", {"link": "https://evil.example/"}),
        ("already_registered", {"link": f"{settings.SITE_URL}.evil.example/"}),
        ("already_registered", {}),
        ("sign_in_code", {"code": "1"}),
        ("surprise", {}),
    )
    for kind, facts in wrong:
        with pytest.raises(WrongMail):
            put_in_line(kind, to=TO, person=None, facts=facts, language="")
    assert not WaitingMail.objects.exists()


def test_a_person_who_is_gone_still_gets_the_last_mail(stand_in: StandIn, dewi: User) -> None:
    put_in_line("deletion_done", to=TO, person=dewi, facts={}, language="id")
    dewi.delete()
    assert attempted(Delivery.objects.latest("pk")).state == State.SENT


def test_what_does_not_open_any_more_is_called_off(stand_in: StandIn) -> None:
    delivery = put_code()
    WaitingMail.objects.update(kind="sign_up_code")  # moved to another place
    assert attempted(delivery).state == State.CANCELLED
    assert stand_in.mails == []
    assert json.dumps(delivery.remote) == "{}"
