"""Erasing a person: what every room holds of them, then their key, then the account. See `product.md`'s table.

| record | on erasure |
|---|---|
| account, profile, consents, sign-in history, subscriptions | deleted with the account; the key destroyed |
| comment, entry, prize ledger | what their rooms' erasers do |
| audit | holds only opaque ids, stays |
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from django.db import transaction

from warta.audit.services import SYSTEM, record
from warta.lib.clock import now
from warta.outbox.models import Delivery
from warta.readers import vault
from warta.readers.models import Erasure, User, WaitingMail
from warta.readers.own_data.erasure_list import follow_table
from warta.readers.sign_ins.history import forget_history_of
from warta.readers.sign_ins.sessions import end_all

log = logging.getLogger(__name__)
AT_ONCE = 500

Eraser = Callable[[User], object]
# Joined in project/wiring. Each is called inside the transaction that erases, before the account goes, and touches the
# database alone: it takes away or makes nameless what its room holds of the person. When one raises, nobody is erased.
ERASERS: list[Eraser] = []


def must_erase(eraser: Eraser) -> None:
    """Let `eraser` take part in every erasure. Adding it twice changes nothing."""
    if eraser not in ERASERS:
        ERASERS.append(eraser)


def erase(person: User, *, by: str = SYSTEM, action: str = "reader.erased") -> None:
    """Erase a person for good, wholly or not at all, and put them on the list of erasures.

    Raises User.DoesNotExist when it was done already.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        subject = person.subject
        for eraser in ERASERS:
            eraser(person)
        end_all(person)
        forget_history_of(person)
        _forget_mails(person)
        vault.destroy(person, by=by)
        Erasure.objects.get_or_create(public_id=person.public_id)
        person.delete()
        record(action, actor=by, subject=subject)
        transaction.on_commit(_told_outside)


def erase_again(public_ids: Iterable[str]) -> int:
    """After a restore: erase whom the list names and the backup brought back. How many there were. Safe to repeat."""
    listed, count = sorted(set(public_ids)), 0
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        for person in User.objects.filter(public_id__in=some):
            erase(person, action="reader.erased_again")
            count += 1
        moment = now()
        Erasure.objects.bulk_create([Erasure(public_id=name, at=moment) for name in some], ignore_conflicts=True)
    return count


def _forget_mails(person: User) -> None:
    """Mails in line are sealed apart from the person's key, and their deliveries have nothing to say any more."""
    mails = WaitingMail.objects.filter(person=person)
    Delivery.objects.filter(subject__in=[mail.subject for mail in mails]).delete()
    mails.delete()


def _told_outside() -> None:
    """At once, so that the list outside the database is never far behind; the job makes good what fails here."""
    try:
        follow_table()
    except OSError:
        log.exception("list of erasures not written")
