"""Putting mails in line, and erasing them when they are settled. What waits is sealed: address, facts, all."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from warta.lib.clock import now
from warta.lib.crypto import new_key, seal
from warta.outbox.models import EMAIL, UNSETTLED, Delivery, Lane, Operation, Policy
from warta.outbox.services import Wanted, enqueue
from warta.readers.key_ring import ring
from warta.readers.mails.kinds import check_facts
from warta.readers.models import User, WaitingMail

BATCH = 500
DESTINATION = "mail-"  # how the outbox's destinations begin that this room answers for


def put_in_line(
    kind: str,
    *,
    to: str,
    person: User | None,
    facts: dict[str, str],
    language: str,
    lane: Lane = Lane.SELECTED,
    lives_seconds: int = 86_400,
    channel: str = EMAIL,
) -> None:
    """Send this mail soon; joins the caller's transaction where one is open. Raises WrongMail.

    `kind` and its facts stand in `mails/kinds.py`; `when` and `until` are moments in ISO format, `what` is a sentence
    marked with `gettext_noop`: both are put in words in the mail's `language` ("" is the site's). What could not be
    sent for `lives_seconds` is never sent. It may arrive twice where the server's answer was lost: a code or a warning
    is better doubled than missing. The same work is done whether or not there is an account (`person`).
    """
    check_facts(kind, facts, site_url=settings.SITE_URL)
    mail = WaitingMail(
        kind=kind, person=person, language=language or settings.LANGUAGE_CODE,
        expires_at=now() + timedelta(seconds=lives_seconds),
    )  # fmt: skip
    _seal(mail, {"to": to, "facts": facts})
    wanted = Wanted(
        channel=channel, destination=DESTINATION + mail.id, subject=mail.subject, operation=Operation.SEND, lane=lane,
        policy=Policy.AT_LEAST_ONCE, lives_seconds=lives_seconds,
    )  # fmt: skip
    with transaction.atomic():
        mail.save(force_insert=True)
        enqueue([wanted], due_since=now())


def erase_settled(subject: str) -> None:
    """Erase the mail that the outbox names so, when it has nothing to do with it any more. Safe to repeat."""
    if not subject.startswith("mail:") or Delivery.objects.about(subject).filter(state__in=UNSETTLED).exists():
        return
    WaitingMail.objects.filter(pk=subject.removeprefix("mail:")).delete()


def erase_left_over() -> int:
    """Erase what is too old to be sent, and what a crash left after its sending. Safe to repeat. Returns how many."""
    erased, _tables = WaitingMail.objects.filter(expires_at__lt=now()).delete()
    subjects = [f"mail:{pk}" for pk in WaitingMail.objects.order_by("created_at").values_list("pk", flat=True)[:BATCH]]
    waiting = set(Delivery.objects.filter(subject__in=subjects, state__in=UNSETTLED).values_list("subject", flat=True))
    gone = [subject.removeprefix("mail:") for subject in subjects if subject not in waiting]
    more, _tables = WaitingMail.objects.filter(pk__in=gone).delete()
    return erased + more


def _seal(mail: WaitingMail, told: dict[str, object]) -> None:
    key = new_key()
    mail.master, mail.wrapped = ring().wrap(key, mail.place)
    mail.sealed = seal(json.dumps(told, ensure_ascii=False).encode("utf-8"), key=key, place=mail.place)
