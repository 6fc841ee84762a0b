"""Making digests at their times, each once, and keeping what they said true."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from warta.alerts.digests.messages import fingerprint_of
from warta.alerts.digests.queries import channels_of, digests_with, gathered_for
from warta.alerts.digests.slots import latest_slot
from warta.alerts.following import change_what_was_sent
from warta.alerts.models import Announcement, Digest, DigestItem, Edition, State
from warta.lib.clock import now
from warta.outbox.models import TELEGRAM, Lane, Operation
from warta.outbox.services import Wanted, enqueue

log = logging.getLogger(__name__)

# A digest that could not be made at its time, because nothing ran, is made up for so long; then the next one gathers.
MADE_UP_FOR = timedelta(hours=3)


def make_due_digests() -> int:
    """The job: make what is due. Returns how many. Safe to repeat and to run in several processes.

    An edition that fails does not keep the others waiting; it is tried again.
    """
    made = 0
    for edition in Edition.objects.filter(is_active=True):
        try:
            made += make_due(edition) is not None
        except Exception:
            log.exception("a digest could not be made; it is tried again", extra={"edition": edition.pk})
    return made


def make_due(edition: Edition) -> Digest | None:
    """Make the edition's digest if one of its times has come. None: not now, made already, or nowhere to post it.

    One in which nothing is to be told is written down, too: what comes later waits for the next time.
    """
    moment = now()
    due = latest_slot(edition.local_times, moment, timezone.get_default_timezone())
    is_late = moment - due > MADE_UP_FOR or due < edition.created_at
    if is_late or edition.digests.filter(due_at=due).exists() or not channels_of(edition):
        return None
    try:
        with transaction.atomic():
            return _make(edition, due, moment)
    except IntegrityError:  # another process was faster
        return None


def retell(announcement: Announcement) -> int:
    """Correct the digests that told of it, or take them away when nothing is left. Safe to repeat. Returns how many."""
    return sum(_retell(digest) for digest in digests_with(announcement, now()))


def _make(edition: Edition, due: datetime, moment: datetime) -> Digest:
    gathered = gathered_for(edition, moment)
    digest = Digest.objects.create(edition=edition, due_at=due)
    DigestItem.objects.bulk_create(
        DigestItem(digest=digest, announcement=one, position=number) for number, one in enumerate(gathered)
    )
    Digest.objects.filter(pk=digest.pk).update(says=fingerprint_of(digest))
    waiting = Announcement.objects.filter(pk__in=[one.pk for one in gathered], state=State.DIGEST)
    waiting.update(state=State.DONE)
    if gathered:
        enqueue((_sending(digest, channel.key) for channel in channels_of(edition)), due_since=due)
    return digest


def _sending(digest: Digest, destination: str) -> Wanted:
    return Wanted(TELEGRAM, destination, digest.subject, Operation.SEND, Lane.SELECTED)


def _retell(digest: Digest) -> bool:
    says = fingerprint_of(digest)
    seen = Digest.objects.filter(pk=digest.pk, says=digest.says)
    if says == digest.says:
        return False
    with transaction.atomic():
        if not seen.update(says=says, changes=F("changes") + 1):
            return False
        operation = Operation.EDIT if says else Operation.REMOVE
        change_what_was_sent(digest.subject, operation, lane=Lane.SELECTED, change=digest.changes + 1)
    return True
