"""E-mail: hands a mail to a server, or puts it into a box of files. Says sent, refused, try later, or lost."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.outbox.channels.email_answers import UNWRITABLE
from warta.outbox.channels.email_session import Ended, Session
from warta.outbox.channels.email_text import Envelope, compose
from warta.outbox.channels.outcomes import Done, Outcome, Refused, TryLater
from warta.outbox.mail_servers import MailBox, MailServer
from warta.outbox.ports import Address, Message

# Many servers close a connection that rests longer, or that carried so many.
IDLE_SECONDS, MOST_MAILS = 20.0, 50
# Enough to find the code that was asked for; an old box holds nothing that anybody still needs.
MOST_FILES = 500

FIXED = _("A mail that was sent can't be changed.")
BOX_CLOSED = _("The folder for mails can't be written to.")


@dataclass
class Email:
    """One server, or one box. Connections rest here between mails; any thread may send."""

    place: MailBox | MailServer
    own_name: str
    sender_name: str
    resting: list[tuple[Session, float]] = field(default_factory=list, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def probe(self) -> Outcome:
        """Whether the server lets us in, without sending anything."""
        if isinstance(self.place, MailBox):
            return Done()
        try:
            Session(self.place, self.own_name).close()
        except Ended as ended:
            return ended.outcome
        return Done()

    def send(self, address: Address, message: Message) -> Outcome:
        """Hand it over. A server knows no idempotency key: an answer that never came is `Lost`."""
        try:
            envelope = compose(
                message, to=address.value, sender=self.place.sender, sender_name=self.sender_name, at=now()
            )
        except ValueError:  # an address, or a header, that would break out of its line
            return Refused(UNWRITABLE)
        if isinstance(self.place, MailBox):
            return put_into(self.place.folder, envelope)
        return self._carried(self.place, envelope)

    def edit(self, remote: Mapping[str, Any], message: Message) -> Outcome:  # noqa: ARG002 - as every channel
        return Refused(FIXED)

    def remove(self, remote: Mapping[str, Any], farewell: Message | None) -> Outcome:  # noqa: ARG002
        return Refused(FIXED)

    def _carried(self, server: MailServer, envelope: Envelope) -> Outcome:
        """On a connection that rested, else on a new one; the server may have closed the first meanwhile."""
        session = self._rested()
        if session is not None:
            with suppress(Ended):
                return self._on(session, envelope)
        try:
            return self._on(Session(server, self.own_name), envelope)
        except Ended as ended:
            return ended.outcome

    def _on(self, session: Session, envelope: Envelope) -> Outcome:
        outcome = session.carry(envelope)
        if session.is_open and session.mails < MOST_MAILS:
            with self.lock:
                self.resting.append((session, time.monotonic()))
        else:
            session.close()
        return outcome

    def _rested(self) -> Session | None:
        """The connection used last; those that rested too long are closed."""
        with self.lock:
            fresh = [(session, since) for session, since in self.resting if time.monotonic() - since < IDLE_SECONDS]
            stale = [session for session, _since in self.resting if session not in {kept for kept, _since in fresh}]
            session = fresh.pop()[0] if fresh else None
            self.resting = fresh
        for old in stale:
            old.close()
        return session


def put_into(folder: Path, envelope: Envelope) -> Outcome:
    """Write it as a file that only its owner reads, whole or not at all. No name says for whom it is."""
    path = folder / f"{now():%Y%m%d-%H%M%S}-{opaque_id(6)}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(envelope.content)
        path.with_suffix(".new").replace(path)
        for old in sorted(folder.glob("*.eml"))[:-MOST_FILES]:
            old.unlink(missing_ok=True)
    except OSError as error:
        return TryLater(BOX_CLOSED, error.strerror or "")
    return Done()
