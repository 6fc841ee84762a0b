"""One conversation with a mail server, which may carry several mails one after the other.

Nothing is retried here. Until the mail's text is on its way, nothing happened; after that, only an answer tells.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress

from warta.outbox.channels.email_answers import (
    BROKE_OFF,
    LOST,
    NO_TLS,
    UNREACHABLE,
    WRONG_CERTIFICATE,
    Reply,
    Step,
    meaning,
)
from warta.outbox.channels.email_text import Envelope
from warta.outbox.channels.outcomes import Done, Locked, Lost, Outcome, TryLater
from warta.outbox.mail_servers import MailServer

CONNECT_SECONDS = 10
ANSWER_SECONDS = 30
# A server may look through a mail before it answers; RFC 5321 would grant it ten minutes.
VERDICT_SECONDS = 60
FIRST_DOTS = re.compile(rb"(?m)^\.")
TROUBLE = (OSError, smtplib.SMTPException)


class Ended(Exception):
    """The conversation ended before a mail was handed over; `outcome` says how."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome


class Session:
    """An open connection, greeted and signed in. Not for two threads at once."""

    def __init__(self, server: MailServer, own_name: str) -> None:
        """Raises Ended."""
        self.mails = 0
        try:
            self._smtp = _connected(server, own_name)
            _encrypt(self._smtp, server)
            _sign_in(self._smtp, server)
        except ssl.SSLCertVerificationError:
            raise Ended(Locked(WRONG_CERTIFICATE)) from None
        except TROUBLE as trouble:
            raise Ended(TryLater(UNREACHABLE, _numbers(trouble))) from None

    def carry(self, envelope: Envelope) -> Outcome:
        """Hand one mail over. Raises Ended when the server had gone before it began."""
        first = self._asked(Step.SENDER, "MAIL", f"FROM:<{envelope.sender}>")
        refused = (
            first
            or self._answer_to(Step.RECIPIENT, "RCPT", f"TO:<{envelope.recipient}>")
            or self._answer_to(Step.DATA, "DATA", "")
        )
        if refused:
            self._forget()
            return refused
        self.mails += 1
        return self._handed_over(envelope.content)

    def close(self) -> None:
        with suppress(*TROUBLE):
            self._smtp.quit()
        self._smtp.close()

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    def _asked(self, step: Step, verb: str, argument: str) -> Outcome | None:
        try:
            return self._unless_yes(step, verb, argument)
        except TROUBLE:
            self._smtp.close()
            raise Ended(TryLater(BROKE_OFF)) from None

    def _answer_to(self, step: Step, verb: str, argument: str) -> Outcome | None:
        try:
            return self._unless_yes(step, verb, argument)
        except TROUBLE:
            self._smtp.close()
            return TryLater(BROKE_OFF)

    def _unless_yes(self, step: Step, verb: str, argument: str) -> Outcome | None:
        reply = Reply(*self._smtp.docmd(verb, argument))
        is_yes = reply.code == 354 if step is Step.DATA else 200 <= reply.code < 300
        return None if is_yes else meaning(step, reply)

    def _handed_over(self, content: bytes) -> Outcome:
        try:
            _wait_for(self._smtp, VERDICT_SECONDS)
            self._smtp.send(FIRST_DOTS.sub(b"..", content) + b".\r\n")
            reply = Reply(*self._smtp.getreply())
            _wait_for(self._smtp, ANSWER_SECONDS)
        except TROUBLE:
            self._smtp.close()
            return Lost(LOST)
        return Done() if 200 <= reply.code < 300 else meaning(Step.CONTENT, reply)

    def _forget(self) -> None:
        """Ready for the next mail, or closed."""
        try:
            if self.is_open and self._smtp.docmd("RSET")[0] != 250:
                self._smtp.close()
        except TROUBLE:
            self._smtp.close()


def _connected(server: MailServer, own_name: str) -> smtplib.SMTP:
    try:
        smtp = _opened(server, own_name)
    except smtplib.SMTPConnectError as refusal:
        raise Ended(meaning(Step.GREETING, Reply(refusal.smtp_code, _bytes(refusal.smtp_error)))) from None
    _wait_for(smtp, ANSWER_SECONDS)
    smtp.ehlo_or_helo_if_needed()
    return smtp


def _opened(server: MailServer, own_name: str) -> smtplib.SMTP:
    if server.security != "tls":
        return smtplib.SMTP(server.host, server.port, own_name, CONNECT_SECONDS)
    context = _certificates(server)
    return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=CONNECT_SECONDS, context=context)


def _encrypt(smtp: smtplib.SMTP, server: MailServer) -> None:
    if server.security not in ("required", "offered"):
        return
    if not smtp.has_extn("starttls"):
        if server.security == "offered":
            return
        smtp.close()
        raise Ended(Locked(NO_TLS))
    reply = Reply(*smtp.starttls(context=_certificates(server)))
    if reply.code != 220:
        smtp.close()
        raise Ended(meaning(Step.GREETING, reply))
    smtp.ehlo_or_helo_if_needed()


def _sign_in(smtp: smtplib.SMTP, server: MailServer) -> None:
    if not server.user:
        return
    try:
        smtp.login(server.user, server.password)
    except smtplib.SMTPResponseException as refusal:
        smtp.close()
        raise Ended(meaning(Step.LOGIN, Reply(refusal.smtp_code, _bytes(refusal.smtp_error)))) from None
    except smtplib.SMTPNotSupportedError:
        smtp.close()
        raise Ended(meaning(Step.LOGIN, Reply(530))) from None


def _certificates(server: MailServer) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=server.certificates or None)


def _wait_for(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _numbers(trouble: Exception) -> str:
    """Of an answer nobody expected; a failure's own words may hold an address."""
    return str(trouble.smtp_code) if isinstance(trouble, smtplib.SMTPResponseException) else type(trouble).__name__


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("ascii", "replace")
