"""A message as mail carries it: headers, plain text and HTML, in bytes that any server takes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from warta.lib.ids import opaque_id
from warta.lib.text import tidy
from warta.outbox.mail_servers import ADDRESS
from warta.outbox.ports import Letter, Message

# Seven bits, so that a server without 8BITMIME passes it on unchanged.
POLICY = SMTP.clone(cte_type="7bit")


class UnwritableAddress(ValueError):
    """There is no writing to this address. The message does not repeat it."""


@dataclass(frozen=True)
class Envelope:
    """What the server is told, and what it carries."""

    sender: str
    recipient: str
    content: bytes


def compose(message: Message, *, to: str, sender: str, sender_name: str, at: datetime) -> Envelope:
    """Raises UnwritableAddress."""
    recipient = writable(to)
    letter = message.letter or Letter(text=_plain(message))
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _mailbox(sender, tidy(sender_name))
    mail["To"] = _mailbox(recipient)
    mail["Subject"] = tidy(message.headline)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.name or opaque_id()}@{sender.rpartition('@')[2]}>"
    # RFC 3834: nobody's absence note answers it.
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if letter.language:
        mail["Content-Language"] = letter.language
    if letter.unsubscribe:  # RFC 8058
        mail["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return Envelope(sender, recipient, mail.as_bytes())


def writable(address: str) -> str:
    """The address as servers spell it: a domain in other letters as IDNA. Raises UnwritableAddress."""
    local, at, domain = address.rpartition("@")
    try:
        spelled = f"{local}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise UnwritableAddress("the domain can't be written") from None
    if not ADDRESS.fullmatch(spelled):
        raise UnwritableAddress("the address can't be written")
    return spelled


def _mailbox(address: str, name: str = "") -> Mailbox:
    local, _, domain = address.rpartition("@")
    return Mailbox(display_name=name, username=local, domain=domain)


def _plain(message: Message) -> str:
    """A message that nobody shaped as a letter."""
    parts = (message.headline, message.summary, message.link_words, message.link)
    return "\n\n".join(part for part in parts if part) + "\n"
