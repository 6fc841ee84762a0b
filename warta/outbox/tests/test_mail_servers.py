"""What the operator writes into WARTA_EMAIL_URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from warta.lib.env import WrongSetting
from warta.outbox.mail_servers import MailBox, MailServer, mail_place

HOME = Path("/srv/warta")


def place(text: str, site_host: str = "warta.example") -> MailBox | MailServer:
    return mail_place(text, home=HOME, site_host=site_host)


def server(text: str) -> MailServer:
    found = place(text)
    assert isinstance(found, MailServer)
    return found


def test_nothing_set_is_a_box_in_the_home() -> None:
    assert place("") == place("file:") == MailBox(HOME / "mail", "warta@warta.example")
    assert place("file:/var/mail/warta").folder == Path("/var/mail/warta")  # type: ignore[union-attr]
    assert place("", "127.0.0.1").sender == "warta@localhost"


def test_a_server_with_all_there_is_to_say() -> None:
    found = server("smtp://news%40warta.example:p%2Fss@mail.example:2525?per_second=50&from=desk@warta.example")
    assert (found.host, found.port, found.user, found.password) == (
        "mail.example", 2525, "news@warta.example", "p/ss",
    )  # fmt: skip
    assert (found.security, found.per_second, found.sender) == ("required", 50, "desk@warta.example")
    assert server("smtp://news%40warta.example:x@mail.example").sender == "news@warta.example"


def test_the_way_is_encrypted_unless_it_stays_on_the_machine_or_somebody_said_so() -> None:
    assert server("smtps://mail.example").security == "tls"
    assert server("smtps://mail.example").port == 465
    assert server("smtp://u:p@mail.example").security == "required"
    assert server("smtp://mail.example").security == "offered"
    assert server("smtp://127.0.0.1:25").security == "never"
    assert server("smtp://u:p@mail.example?starttls=never").security == "never"


@pytest.mark.parametrize(
    "text",
    [
        "http://mail.example", "mail.example:25", "smtp://", "smtp://u:geheim@mail.example:many", "smtp://[mail",
        "smtp://user@mail.example", "smtp://mail.example/folder", "smtp://u:ge/heim@mail.example",
        "smtp://u:geheim@mail.example?speed=9", "smtp://u:geheim@mail.example?starttls=perhaps",
        "smtp://u:geheim@mail.example?per_second=0", "smtp://u:geheim@mail.example?per_second=²",
        "smtp://u:geheim@mail.example?from=nobody", "smtp://u:geheim@mail.example?from=a@b%0d%0aBcc:c@d",
        "smtp://u:geheim@mail.example?certificates=/nowhere.pem", "file://mail.example/box",
    ],
)  # fmt: skip
def test_a_wrong_value_stops_the_start_with_a_sentence_that_shows_no_password(text: str) -> None:
    with pytest.raises(WrongSetting, match="WARTA_EMAIL_URL ") as told:
        place(text)
    assert "heim" not in str(told.value)
