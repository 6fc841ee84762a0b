"""One mail handed to a server that is there, is not, refuses, breaks off, or says nothing."""

from __future__ import annotations

import datetime
import ipaddress
import stat
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.smtp_standin import StandIn
from warta.outbox.channels import email_session
from warta.outbox.channels.email import Email
from warta.outbox.channels.outcomes import Done, Locked, Lost, Outcome, Refused, TryLater
from warta.outbox.mail_servers import MailBox, MailServer
from warta.outbox.ports import Address, Letter, Message

TO = "dewi@pembaca.example"
LETTER = Letter(text="Kode Anda 123456\n.titik\n", html="<p>Kode Anda <b>123456</b> – é</p>", language="id", name="m1")
MAIL = Message(headline="Kode masuk – 123456", letter=LETTER)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    with StandIn().running() as running:
        yield running


def email_to(stand_in: StandIn, **server: object) -> Email:
    place = MailServer(host="localhost", port=stand_in.port, sender="news@warta.example", security="never")
    return Email(replace(place, **server), "warta.example", "Warta Nusantara")  # type: ignore[arg-type]


def sent(channel: Email, to: str = TO, message: Message = MAIL) -> Outcome:
    return channel.send(Address(to, "person"), message)


def test_a_mail_arrives_whole_with_what_a_mail_must_say(stand_in: StandIn) -> None:
    assert sent(email_to(stand_in)) == Done()
    (mail,) = stand_in.mails
    said = mail.message
    assert (mail.sender, mail.recipient) == ("news@warta.example", TO)
    assert said["From"] == "Warta Nusantara <news@warta.example>"
    assert said["Subject"] == "Kode masuk – 123456"
    assert said["Message-ID"] == "<m1@warta.example>"
    assert said["Auto-Submitted"] == "auto-generated"
    assert said["Date"]
    assert said.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in said.iter_parts()] == ["text/plain", "text/html"]
    assert said.get_body(("plain",)).get_content().replace("\r\n", "\n") == LETTER.text  # type: ignore[union-attr]
    assert mail.content.isascii()
    assert max(map(len, mail.content.splitlines())) < 999


def test_a_message_that_nobody_shaped_as_a_letter_goes_as_plain_words(stand_in: StandIn) -> None:
    sent(email_to(stand_in), message=Message("Gempa", "Di laut.", "https://warta.example/1", "Baca"))
    body = stand_in.mails[0].message.get_body(("plain",))
    assert body is not None
    assert "https://warta.example/1" in body.get_content()


def test_an_address_of_one_click_is_in_the_header_for_it(stand_in: StandIn) -> None:
    letter = replace(LETTER, unsubscribe="https://warta.example/stop/abc")
    sent(email_to(stand_in), message=replace(MAIL, letter=letter))
    said = stand_in.mails[0].message
    assert said["List-Unsubscribe"] == "<https://warta.example/stop/abc>"
    assert said["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_several_mails_share_a_connection(stand_in: StandIn) -> None:
    channel = email_to(stand_in)
    assert [sent(channel) for _again in range(3)] == [Done()] * 3
    assert stand_in.connections == 1


def test_a_connection_that_the_server_closed_meanwhile_is_replaced(stand_in: StandIn) -> None:
    channel = email_to(stand_in)
    sent(channel)
    stand_in.order("MAIL", "drop")
    assert sent(channel) == Done()
    assert (stand_in.connections, len(stand_in.mails)) == (2, 2)


def test_a_refused_address_leaves_the_connection_for_the_next_mail(stand_in: StandIn) -> None:
    channel = email_to(stand_in)
    stand_in.order("RCPT", f"550 5.1.1 <{TO}> is unknown here")
    outcome = sent(channel)
    assert isinstance(outcome, Refused)
    assert outcome.detail == "550 5.1.1"
    assert sent(channel) == Done()
    assert stand_in.connections == 1


@pytest.mark.parametrize(
    ("verb", "answer", "outcome"),
    [
        ("GREETING", "421 busy", TryLater),
        ("GREETING", "554 go away", Locked),
        ("GREETING", "drop", TryLater),
        ("MAIL", "451 4.3.0 later", TryLater),
        ("MAIL", "553 5.7.1 not your address", Locked),
        ("RCPT", "450 4.2.0 greylisted", TryLater),
        ("RCPT", "550 5.1.1 unknown", Refused),
        ("RCPT", "drop", TryLater),
        ("DATA", "drop", TryLater),
        ("DATA", "451 later", TryLater),
        ("CONTENT", "452 4.2.2 full", TryLater),
        ("CONTENT", "554 5.7.1 spam", Refused),
        ("CONTENT", "drop", Lost),
    ],
)
def test_each_way_to_fail_says_whether_it_may_be_repeated(
    stand_in: StandIn, verb: str, answer: str, outcome: type[Outcome]
) -> None:
    stand_in.order(verb, answer)
    assert isinstance(sent(email_to(stand_in)), outcome)


def test_a_server_that_says_nothing_is_left(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_session, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(email_session, "VERDICT_SECONDS", 0.2)
    stand_in.order("RCPT", "hang")
    assert isinstance(sent(email_to(stand_in)), TryLater)
    stand_in.order("CONTENT", "hang")
    assert isinstance(sent(email_to(stand_in)), Lost)


def test_where_nothing_listens_nothing_was_sent(stand_in: StandIn) -> None:
    channel = email_to(stand_in, port=1)
    assert isinstance(sent(channel), TryLater)
    assert isinstance(channel.probe(), TryLater)


def test_too_fast_is_a_flood(stand_in: StandIn) -> None:
    stand_in.order("MAIL", "450 4.7.28 rate limited")
    outcome = sent(email_to(stand_in))
    assert isinstance(outcome, TryLater)
    assert outcome.is_flood
    assert outcome.seconds


def test_a_wrong_password_locks_and_is_not_shown(stand_in: StandIn) -> None:
    stand_in.user, stand_in.password = "warta", "right horse"
    channel = email_to(stand_in, user="warta", password="wrong horse")
    outcome = channel.probe()
    assert isinstance(outcome, Locked)
    assert "horse" not in f"{outcome!r} {channel!r}"
    assert email_to(stand_in, user="warta", password="right horse").probe() == Done()


def test_a_password_needs_an_encrypted_way(stand_in: StandIn) -> None:
    stand_in.user, stand_in.password = "warta", "right horse"
    outcome = sent(email_to(stand_in, user="warta", password="right horse", security="required"))
    assert isinstance(outcome, Locked)
    assert "AUTH" not in stand_in.commands


def test_an_encrypted_way_is_taken_and_its_certificate_looked_at(tmp_path: Path) -> None:
    authority = certificate_in(tmp_path)
    stand_in = StandIn(certificate=str(tmp_path / "server.pem"), user="warta", password="right horse")
    with stand_in.running():
        known = {"user": "warta", "password": "right horse", "security": "required"}
        assert sent(email_to(stand_in, certificates=str(authority), **known)) == Done()
        assert stand_in.mails[0].is_encrypted
        assert stand_in.mails[0].user == "warta"
        assert isinstance(sent(email_to(stand_in, **known)), Locked)


@pytest.mark.parametrize(
    "address",
    [
        "dewi@pembaca.example\r\nBcc: all@pembaca.example",
        "dewi@pembaca.example>\r\nDATA",
        "dewi@pembaca.example, eko@pembaca.example",
        "<dewi@pembaca.example>",
        "dewi",
        "",
        "d\u00e9wi@pembaca.example",
    ],
)
def test_no_address_breaks_out_of_its_line(stand_in: StandIn, address: str) -> None:
    assert isinstance(sent(email_to(stand_in), to=address), Refused)
    assert stand_in.mails == []
    assert "MAIL" not in stand_in.commands


def test_no_subject_breaks_out_of_its_line(stand_in: StandIn) -> None:
    hostile = Message("Kode\r\nBcc: all@pembaca.example\r\n\r\n<script>", letter=LETTER)
    sent(email_to(stand_in), message=hostile)
    said = stand_in.mails[0].message
    assert said["Bcc"] is None
    assert said["Subject"].startswith("Kode Bcc")


def test_a_domain_in_other_letters_is_written_as_servers_know_it(stand_in: StandIn) -> None:
    assert sent(email_to(stand_in), to="dewi@b\u00fccher.example") == Done()
    assert stand_in.mails[0].recipient == "dewi@xn--bcher-kva.example"


def test_a_line_with_a_dot_alone_ends_nothing(stand_in: StandIn) -> None:
    letter = replace(LETTER, text="one\n.\nMAIL FROM:<evil@x.example>\n", html="")
    sent(email_to(stand_in), message=replace(MAIL, letter=letter))
    body = stand_in.mails[0].message.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.text
    assert len(stand_in.mails) == 1


def test_the_box_holds_each_mail_as_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    channel = Email(MailBox(tmp_path / "mail", "warta@localhost"), "localhost", "Warta")
    assert sent(channel) == Done()
    assert channel.probe() == Done()
    (path,) = (tmp_path / "mail").iterdir()
    assert "dewi" not in path.name
    assert path.suffix == ".eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == TO


def test_a_box_that_takes_nothing_keeps_the_mail_waiting(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("not a folder")
    assert isinstance(sent(Email(MailBox(tmp_path / "mail", "warta@localhost"), "localhost", "Warta")), TryLater)


def test_a_mail_that_was_sent_is_neither_changed_nor_removed(stand_in: StandIn) -> None:
    channel = email_to(stand_in)
    assert isinstance(channel.edit({}, MAIL), Refused)
    assert isinstance(channel.remove({}, None), Refused)


def certificate_in(folder: Path) -> Path:
    """A certificate for localhost, with its key in server.pem; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1)).not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(public + private)
    (folder / "authority.pem").write_bytes(public)
    return folder / "authority.pem"
