"""What follows from a withdrawal: every act of every room, at once where it works, else by a job until it does."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError

from warta.lib.clock import now
from warta.readers.models import Answer, ConsentReceipt
from warta.readers.terms.events import WithdrawnFact, consent_withdrawn
from warta.readers.terms.queries import unsettled_withdrawals

log = logging.getLogger(__name__)
AT_ONCE = 200  # withdrawals that one run of the job looks at

Act = Callable[[WithdrawnFact], object]
# Joined in project/wiring: what a room must have done before a withdrawal counts as acted on. Each is safe to repeat
# and raises when it failed. Who only wants to know listens to `consent_withdrawn`.
ACTS: list[Act] = []


def must_follow(act: Act) -> None:
    """Let `act` follow each withdrawal. Adding it twice changes nothing."""
    if act not in ACTS:
        ACTS.append(act)


def settle(pk: int) -> bool:
    """Act on one withdrawal. Whether it is settled; a failure is logged, and the job tries again. Safe to repeat."""
    try:
        receipt = ConsentReceipt.objects.select_related("person").get(pk=pk)
        if receipt.answer != Answer.WITHDRAWN or receipt.settled_at is not None:
            return True
        fact = WithdrawnFact(receipt.person.public_id, receipt.purpose)
        consent_withdrawn.tell(fact)
        done = [_did(act, fact) for act in ACTS]  # each, also after one that failed
        if not all(done):
            return False
        ConsentReceipt.objects.filter(pk=pk, settled_at=None).update(settled_at=now())
    except (DatabaseError, ConsentReceipt.DoesNotExist):
        log.exception("withdrawal not settled")
        return False
    return True


def settle_withdrawals() -> int:
    """The job: act on what is left, the oldest first. How many are settled now. Safe to run twice."""
    waiting = unsettled_withdrawals().order_by("at").values_list("pk", flat=True)[:AT_ONCE]
    return sum(settle(pk) for pk in list(waiting))


def _did(act: Act, fact: WithdrawnFact) -> bool:
    try:
        act(fact)
    except Exception:
        log.exception(
            "withdrawal not followed", extra={"act": getattr(act, "__qualname__", ""), "purpose": fact.purpose}
        )
        return False
    return True
