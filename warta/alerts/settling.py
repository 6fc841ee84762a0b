"""What an editor decides about an announcement: stop it, and say what became of posts that nobody can be sure of.

Each decision is written to the audit log in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.db import transaction

from warta.alerts.models import TALKING, Announcement, State, announcement_id
from warta.audit.services import record
from warta.outbox.models import Delivery
from warta.outbox.models import State as DeliveryState
from warta.outbox.services import call_off, send_again, settle_as_left, settle_as_sent

Word = Literal["was_sent", "send_again", "leave"]


def stop(announcement: Announcement, *, by: Any) -> bool:
    """Call off every post that has not left. What was sent stays, and keeps being corrected. False: too late."""
    with transaction.atomic():
        stoppable = Announcement.objects.filter(pk=announcement.pk, state__in=(State.RUNNING, State.DIGEST))
        if not stoppable.update(state=State.STOPPED):
            return False
        called_off = call_off(announcement.subject)
        facts = {"called_off": called_off}
        record("alerts.announcement_stopped", actor=by.public_id, subject=announcement.subject, facts=facts)
    return True


def settle_unknown(delivery: Delivery, word: Word, *, by: Any, link: str = "") -> bool:
    """An editor looked and says what became of an unknown post. `link` is the post's, if it did arrive.

    Raises outbox.services.PostUnknown for a link that names no post. False: it was settled meanwhile.
    """
    acts: dict[Word, Callable[[], bool]] = {
        "was_sent": lambda: settle_as_sent(delivery, link),
        "send_again": lambda: send_again(delivery.pk),
        "leave": lambda: settle_as_left(delivery.pk),
    }
    with transaction.atomic():
        if not acts[word]():
            return False
        _note(delivery, word, by)
    return True


def settle_all_unknown(subject: str, word: Literal["send_again", "leave"], *, by: Any) -> int:
    """One word for all unknown posts about something, as after an outage. Returns how many it settled."""
    unknown = Delivery.objects.about(subject).filter(state=DeliveryState.UNKNOWN)
    return sum(settle_unknown(delivery, word, by=by) for delivery in unknown)


def try_failed_again(delivery: Delivery, *, by: Any) -> bool:
    """Put a failed delivery in line once more, after its reason was mended. False: it has not failed."""
    if delivery.state != DeliveryState.DEAD:
        return False
    with transaction.atomic():
        if not send_again(delivery.pk):
            return False
        _note(delivery, "send_again", by)
    return True


def _note(delivery: Delivery, word: Word, by: Any) -> None:
    if word == "send_again" and (number := announcement_id(delivery.subject)):
        Announcement.objects.filter(pk=number, state__in=TALKING).update(state=State.RUNNING)
    facts = {"delivery": delivery.pk, "word": word}
    record("alerts.delivery_settled", actor=by.public_id, subject=delivery.subject, facts=facts)
