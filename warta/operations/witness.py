"""Tells the end of the audit log to witnesses on other machines: a mailbox, a Telegram chat.

The file below WARTA_HOME stands on the machine that may be taken over; what was mailed yesterday does not.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from warta.audit.models import AuditHead
from warta.audit.services import head_to_tell, note_told
from warta.lib.clock import now
from warta.outbox.models import EMAIL, TELEGRAM
from warta.readers.mails.services import put_in_line

WEEK_SECONDS = 7 * 24 * 3600  # a witness is worth as much a few days late


def tell_witnesses() -> bool:
    """Put the log's end in line for those named by WARTA_WITNESS_MAIL and WARTA_WITNESS_CHAT, if it moved.

    Whether there was anything to tell. Safe to repeat, and from several processes: each end is told once.
    """
    places = [(EMAIL, settings.WITNESS_MAIL), (TELEGRAM, settings.WITNESS_CHAT)]
    head = head_to_tell() if any(to for _channel, to in places) else None
    if head is None:
        return False
    with transaction.atomic():
        if not note_told(head):
            return False
        for channel, to in places:
            _tell(head, channel=channel, to=to)
    return True


def _tell(head: AuditHead, *, channel: str, to: str) -> None:
    if not to:
        return
    facts = {"number": str(head.number), "seal": head.hash, "when": now().isoformat()}
    put_in_line(
        "audit_witness", to=to, person=None, facts=facts, language="", channel=channel, lives_seconds=WEEK_SECONDS
    )
