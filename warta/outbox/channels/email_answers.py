"""What a mail server's answers mean. Pure: numbers in, outcomes out.

A server's words repeat the address it was asked about, so that nothing but their numbers is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_noop as _

from warta.outbox.channels.outcomes import Locked, Outcome, Refused, TryLater

# RFC 3463: a second number, which says more.
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
# A server that closes the door or speaks of security and policy (x.7.x) with a 4 means: you are too fast.
FLOOD_SECONDS = 10.0

UNREACHABLE = _("The mail server can't be reached.")
BROKE_OFF = _("The mail server broke the connection off before it took the mail.")
LOST = _("The mail server took the mail and its answer never came.")
LATER = _("The mail server asks to try again later.")
UNWRITABLE = _("The mail's address is none that can be written to.")
NO_TLS = _(
    "The mail server does not offer encryption. Use smtps:// in WARTA_EMAIL_URL, or add starttls=never if the way to "
    "it is safe, and start Warta again; what waits is sent then."
)
WRONG_CERTIFICATE = _(
    "The mail server's certificate is not valid for its name. Correct WARTA_EMAIL_URL, or name the authority's file "
    "there with certificates=, and start Warta again; what waits is sent then."
)


class Step(Enum):
    """Where in the conversation the server answered."""

    GREETING = "greeting"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    CONTENT = "content"


@dataclass(frozen=True)
class Reply:
    code: int
    words: bytes = b""

    @property
    def numbers(self) -> str:
        """All of it that is safe to keep."""
        enhanced = ENHANCED.match(self.words.decode("ascii", "replace").strip())
        return f"{self.code} {enhanced[0]}" if enhanced else str(self.code)

    @property
    def is_flood(self) -> bool:
        return self.code == 421 or " 4.7." in self.numbers


REFUSALS: dict[Step, str] = {
    Step.RECIPIENT: _("The mail server refuses this address."),
    Step.DATA: _("The mail server refuses this mail."),
    Step.CONTENT: _("The mail server refuses this mail."),
}
# What no other mail would fare better with: it is the setting that is wrong.
LOCKS: dict[Step, str] = {
    Step.GREETING: _("The mail server lets Warta not in. Ask who runs it; what waits is sent when it does."),
    Step.LOGIN: _(
        "The mail server does not accept the user name and password. Correct WARTA_EMAIL_URL and start Warta again; "
        "what waits is sent then."
    ),
    Step.SENDER: _(
        "The mail server does not accept the sender's address. Set from= in WARTA_EMAIL_URL to one that it lets Warta "
        "use and start Warta again; what waits is sent then."
    ),
}


def meaning(step: Step, reply: Reply) -> Outcome:
    """Of an answer that is not a yes. Nothing was sent."""
    if 400 <= reply.code < 500:
        seconds = FLOOD_SECONDS if reply.is_flood else None
        return TryLater(LATER, reply.numbers, seconds=seconds, is_flood=reply.is_flood)
    if reply.code < 500:  # not a mail server, or one that lost its thread
        return TryLater(BROKE_OFF, reply.numbers)
    if step in LOCKS:
        return Locked(LOCKS[step], reply.numbers)
    return Refused(REFUSALS[step], reply.numbers)
