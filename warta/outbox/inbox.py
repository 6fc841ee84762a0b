"""What people write to the bot: fetched by one process at a time, answered by a room above.

A message whose answer broke off is told again: whoever answers must stand the same words twice.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.db.models import Q

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.outbox import pace
from warta.outbox.channels.outcomes import Done
from warta.outbox.channels.telegram import Telegram
from warta.outbox.channels.telegram_answers import Reply
from warta.outbox.channels.telegram_updates import incoming_of, number_of
from warta.outbox.models import TELEGRAM, Lane, Listening
from warta.outbox.ports import Address, DestinationKind, answer_to

log = logging.getLogger(__name__)

# Telegram holds the answer back until somebody writes, so that nothing is late; a stop waits no longer than this.
POLL_SECONDS = 4
# A round is a poll and its answers; a process that died is replaced after this.
LEASE_SECONDS = 60
ROUND_SECONDS = 0.5  # no more often, whatever the other side does
OTHERS_SECONDS, TROUBLE_SECONDS, REFUSED_SECONDS = 5.0, 5.0, 60.0
REFUSALS = (401, 404, 409)  # a wrong token; somebody else reads, or a webhook is set


def bot_name() -> str:
    """What the bot is called; "" when there is none, or nobody could ask yet."""
    if not settings.TELEGRAM_TOKEN:
        return ""
    return Listening.objects.filter(channel=TELEGRAM).values_list("bot_name", flat=True).first() or ""


def run_inbox(stop: threading.Event) -> None:
    """Listen until `stop` is set. Any number of processes may run it; one listens. Without a token it only waits."""
    if not settings.TELEGRAM_TOKEN:
        stop.wait()
        return
    listener = Listener(Telegram(token=settings.TELEGRAM_TOKEN, base=settings.TELEGRAM_API))
    while not stop.is_set():
        close_old_connections()
        stop.wait(listener.round())
    listener.leave()


@dataclass
class Listener:
    """One process's ear."""

    telegram: Telegram
    holder: str = field(default_factory=opaque_id)
    knows_name: bool = False
    poll_seconds: int = POLL_SECONDS

    def round(self) -> float:
        """Fetch and answer once. Returns the seconds to wait before the next round. Never raises."""
        began = time.monotonic()
        try:
            wait = self._listen() if self._holds() else OTHERS_SECONDS
        except Error:
            log.exception("the inbox could not be read; it will be tried again")
            return TROUBLE_SECONDS
        return max(wait, ROUND_SECONDS - (time.monotonic() - began), 0.0)

    def leave(self) -> None:
        """Let another process listen at once."""
        try:
            Listening.objects.filter(channel=TELEGRAM, holder=self.holder).update(leased_until=None)
        except Error:
            log.warning("the inbox could not be handed on; its lease runs out by itself")
        connection.close()

    def _holds(self) -> bool:
        Listening.objects.get_or_create(channel=TELEGRAM)
        free = Q(leased_until=None) | Q(leased_until__lt=now()) | Q(holder=self.holder)
        mine = Listening.objects.filter(free, channel=TELEGRAM)
        return bool(mine.update(holder=self.holder, leased_until=now() + timedelta(seconds=LEASE_SECONDS)))

    def _listen(self) -> float:
        if not self.knows_name and not self._learn_name():
            return TROUBLE_SECONDS
        reply = self.telegram.updates(after=self._next_update(), seconds=self.poll_seconds)
        if not isinstance(reply, Reply):
            return TROUBLE_SECONDS
        if not reply.is_ok:
            log.warning("Telegram lets the inbox not be read", extra={"code": reply.code})
            return REFUSED_SECONDS if reply.code in REFUSALS else reply.retry_after or TROUBLE_SECONDS
        for update in reply.result if isinstance(reply.result, list) else []:
            self._take(update)
        return 0.0

    def _learn_name(self) -> bool:
        """Another bot counts its messages anew."""
        name = self.telegram.name()
        if not name:
            return False
        Listening.objects.filter(channel=TELEGRAM).exclude(bot_name=name).update(bot_name=name, next_update=0)
        self.knows_name = True
        return True

    def _next_update(self) -> int:
        return Listening.objects.values_list("next_update", flat=True).get(channel=TELEGRAM)

    def _take(self, update: Any) -> None:
        """Answer it, then confirm it."""
        number = number_of(update)
        if number is None:
            return
        try:
            self._answer(update)
        except Exception:
            # One message that nobody can answer must not keep all later ones from being read.
            log.exception("a message to the bot was not answered", extra={"update": number})
        Listening.objects.filter(channel=TELEGRAM, next_update__lte=number).update(next_update=number + 1)

    def _answer(self, update: Any) -> None:
        languages = (settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES))
        said = incoming_of(update, languages=languages)
        message = answer_to(said) if said is not None else None
        if said is None or message is None:
            return
        kind: DestinationKind = "person" if said.is_private else "group"
        time.sleep(min(pace.seconds_to_wait(TELEGRAM, f"chat {said.chat}", kind, lane=Lane.CODES), 1.0))
        outcome = self.telegram.send(Address(said.chat, kind), message)
        if not isinstance(outcome, Done):
            log.info("an answer of the bot was not sent", extra={"outcome": type(outcome).__name__})
