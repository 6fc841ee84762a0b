"""The loop that sends: looks ten times a second for what may leave and hands it to a few threads."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import Error, close_old_connections, connection

from warta.lib.clock import now
from warta.outbox import claims, pace
from warta.outbox.attempts import attempt
from warta.outbox.channels import Channel, configured_channels
from warta.outbox.channels.outcomes import Done
from warta.outbox.models import ChannelPause, Delivery, Lane
from warta.outbox.queries import next_deliveries
from warta.outbox.services import resume_channel

log = logging.getLogger(__name__)

# An idle look is one query on a partial index; the wait is half of what a reader's buzz is late on average.
LOOK_SECONDS = 0.1
TEND_SECONDS = 2.0
PROBE_SECONDS = 30
# When the database is away: no need to ask it ten times a second.
TROUBLE_SECONDS = 1.0
# A call waits for its answer up to half a minute and occupies a thread; four let three others pass.
THREADS = 4
# Kept free for codes: somebody sits before the page that asks for it.
CODE_THREADS = 2


def run_outbox(stop: threading.Event) -> None:
    """Send until `stop` is set; then wait for the calls under way. Any number of processes may run it at once."""
    worker = Worker(configured_channels())
    worker.begin()
    try:
        while not stop.is_set():
            stop.wait(worker.step())
    finally:
        worker.finish()


@dataclass
class Worker:
    """One process's share of the sending: what is in hand, and which destinations rest until when."""

    channels: dict[str, Channel]
    in_hand: dict[int, Delivery] = field(default_factory=dict)
    futures: set[Future[None]] = field(default_factory=set)
    tokens: dict[int, str] = field(default_factory=dict)
    resting: dict[tuple[str, str], float] = field(default_factory=dict)
    closed: dict[tuple[str, bool], float] = field(default_factory=dict)
    tended_at: float = float("-inf")
    freed: threading.Event = field(default_factory=threading.Event)
    threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(THREADS + CODE_THREADS, thread_name_prefix="outbox")
    )

    def begin(self) -> None:
        """A new process may have a new token: paused channels are probed at once."""
        try:
            ChannelPause.objects.update(next_probe_at=now())
        except Error:
            log.exception("the outbox could not begin; it will look again")

    def step(self) -> float:
        """Tend and start what may leave. Returns the seconds to wait before the next step. Never raises."""
        try:
            close_old_connections()
            self._tend()
            self._start_next()
        except Exception:
            log.exception("the outbox could not look for work; it will look again")
            return TROUBLE_SECONDS
        return 0.0 if self._await_freed() else self._seconds_to_next_look()

    def finish(self) -> None:
        """Wait for the calls under way, keeping their leases."""
        self.threads.shutdown(wait=False, cancel_futures=True)
        while wait(list(self.futures), timeout=LOOK_SECONDS).not_done:
            with suppress(Error):
                self._tend()
        connection.close()

    def _await_freed(self) -> bool:
        """With calls under way, look again as soon as one ends."""
        if not self.in_hand:
            return False
        freed = self.freed.wait(LOOK_SECONDS)
        self.freed.clear()
        return freed

    def _seconds_to_next_look(self) -> float:
        """Sooner than usual when a destination has rested enough by then."""
        moment = time.monotonic()
        ends = [*self.resting.values(), *self.closed.values()]
        return min([LOOK_SECONDS, *(until - moment for until in ends if until > moment)])

    def _tend(self) -> None:
        if time.monotonic() - self.tended_at < TEND_SECONDS:
            return
        self.tended_at = time.monotonic()
        if self.tokens:
            claims.renew(list(self.tokens.values()))
        claims.expire_leases()
        claims.give_up_stale()
        _probe_paused(self.channels)

    def _start_next(self) -> None:
        if len(self.in_hand) >= THREADS + CODE_THREADS:
            return
        self.closed.clear()
        for delivery in next_deliveries(busy=list(self.in_hand), resting=self._unavailable()):
            if not self._has_thread_for(delivery):
                return  # codes come first, so that nothing behind this one has more right to a thread
            place = (delivery.channel, delivery.destination)
            if place in self._unavailable() or delivery.channel not in self.channels or self._is_closed(delivery):
                continue
            self.in_hand[delivery.pk] = delivery
            future = self.threads.submit(self._run, delivery)
            self.futures.add(future)
            future.add_done_callback(self._note_end)

    def _has_thread_for(self, delivery: Delivery) -> bool:
        return len(self.in_hand) < THREADS + (CODE_THREADS if delivery.lane == Lane.CODES else 0)

    def _is_closed(self, delivery: Delivery) -> bool:
        """Whether its channel used up its rate for this lane: then nobody is asked what to say. Asked once a look."""
        kind = (delivery.channel, delivery.lane == Lane.CODES)
        if kind not in self.closed:
            self.closed[kind] = time.monotonic() + pace.seconds_until_open(delivery.channel, lane=delivery.lane)
        return self.closed[kind] > time.monotonic()

    def _unavailable(self) -> set[tuple[str, str]]:
        """Destinations that rest, and those with a call under way: a slow one may occupy one thread and no more."""
        moment = time.monotonic()
        self.resting = {place: until for place, until in list(self.resting.items()) if until > moment}
        return set(self.resting) | {(d.channel, d.destination) for d in list(self.in_hand.values())}

    def _run(self, delivery: Delivery) -> None:
        try:
            rest = attempt(
                delivery, self.channels[delivery.channel], claimed=lambda token: self._note_claim(delivery, token)
            )
            if rest > 0:
                self.resting[delivery.channel, delivery.destination] = time.monotonic() + rest
        finally:
            self.tokens.pop(delivery.pk, None)
            self.in_hand.pop(delivery.pk, None)
            self.freed.set()
            close_old_connections()

    def _note_claim(self, delivery: Delivery, token: str) -> None:
        self.tokens[delivery.pk] = token

    def _note_end(self, future: Future[None]) -> None:
        self.futures.discard(future)
        if not future.cancelled() and (error := future.exception()) is not None:
            # The row keeps its claim; when its lease runs out it is repeated or becomes unknown.
            log.error("an attempt broke off", exc_info=error)


def _probe_paused(channels: dict[str, Channel]) -> None:
    """Ask paused channels whether they let us in again, one process each half minute."""
    for pause in ChannelPause.objects.filter(channel__in=channels, next_probe_at__lte=now()):
        ours = ChannelPause.objects.filter(pk=pause.pk, next_probe_at=pause.next_probe_at)
        if not ours.update(next_probe_at=now() + timedelta(seconds=PROBE_SECONDS)):
            continue
        if isinstance(channels[pause.channel].probe(), Done):
            resume_channel(pause.channel)
            log.info("channel resumed", extra={"channel": pause.channel})
