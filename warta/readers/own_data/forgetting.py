"""Carries out the table of retention, rule by rule, and counts what is held against it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from warta.lib.clock import now
from warta.readers.contacts.telling import forget_former
from warta.readers.mails.services import erase_left_over
from warta.readers.models import (
    Deletion,
    Download,
    DownloadState,
    FormerContact,
    SecurityEvent,
    SignIn,
    User,
    WaitingMail,
)
from warta.readers.own_data import retention
from warta.readers.own_data.downloading import erase_old_downloads
from warta.readers.own_data.erasing import erase
from warta.readers.sign_ins.history import forget_old
from warta.readers.sign_ins.sessions import forget_dead

log = logging.getLogger(__name__)
AT_ONCE = 500
GRACE = timedelta(hours=6)  # a job may be late by so much before it is told of


class NotForgotten(Exception):
    """Some rules could not be carried out; their names are in the message."""


@dataclass(frozen=True)
class Keeping:
    """How a rule is carried out. `forget` returns how many went; `held` counts all, `overdue` what should be gone."""

    rule: retention.Rule
    forget: Callable[[], int]
    held: Callable[[], int]
    overdue: Callable[[], int]


@dataclass(frozen=True)
class Figure:
    rule: retention.Rule
    held: int
    overdue: int


_JOINED: list[Keeping] = []


def must_forget(keeping: Keeping) -> None:
    """Let another room carry out its rule. Joined in project/wiring; the same rule again takes the earlier's place."""
    _JOINED[:] = [*(other for other in _JOINED if other.rule != keeping.rule), keeping]


def keepings() -> tuple[Keeping, ...]:
    """How every rule is carried out, those of other rooms included."""
    return (*KEEPINGS, *_JOINED)


def forget_expired() -> int:
    """The job: carry out every rule. How many rows went. Safe to repeat; a rule that fails holds up no other.

    Raises NotForgotten at the end when one failed.
    """
    failed, gone = [], 0
    for keeping in keepings():
        try:
            gone += keeping.forget()
        except Exception:
            log.exception("retention rule failed", extra={"rule": keeping.rule.name})
            failed.append(keeping.rule.name)
    if failed:
        raise NotForgotten(", ".join(failed))
    return gone


def figures() -> list[Figure]:
    """What is held under each rule, and what should be gone by now."""
    return [Figure(keeping.rule, keeping.held(), keeping.overdue()) for keeping in keepings()]


def unconfirmed_accounts() -> QuerySet[User]:
    """Readers who gave an address and never showed that it is theirs. Whoever works in the newsroom is none."""
    given = EmailAddress.objects.values("user")
    confirmed = given.filter(verified=True)
    return User.objects.filter(is_staff=False, is_superuser=False, pk__in=given).exclude(pk__in=confirmed)


def _forget_unconfirmed() -> int:
    old = unconfirmed_accounts().filter(joined_at__lt=now() - retention.UNCONFIRMED.period)[:AT_ONCE]
    people = list(old)
    for person in people:
        erase(person, action="reader.never_confirmed")
    return len(people)


def _forget_history() -> int:
    gone, oldest = forget_old(), now() - retention.SIGN_INS.period
    while batch := list(SecurityEvent.objects.filter(at__lt=oldest).values_list("pk", flat=True)[:AT_ONCE]):
        gone += SecurityEvent.objects.filter(pk__in=batch).delete()[0]
    return gone


def _older(rule: retention.Rule) -> Q:
    return Q(at__lt=now() - rule.period - GRACE)


KEEPINGS: tuple[Keeping, ...] = (
    Keeping(
        retention.UNCONFIRMED, _forget_unconfirmed,
        held=lambda: unconfirmed_accounts().count(),
        overdue=lambda: unconfirmed_accounts().filter(
            joined_at__lt=now() - retention.UNCONFIRMED.period - GRACE).count(),
    ),
    Keeping(
        retention.SESSIONS, forget_dead,
        held=lambda: Session.objects.count(),
        overdue=lambda: Session.objects.filter(expire_date__lt=now() - GRACE).count(),
    ),
    Keeping(
        retention.SIGN_INS, _forget_history,
        held=lambda: SecurityEvent.objects.count() + SignIn.objects.count(),
        overdue=lambda: SecurityEvent.objects.filter(_older(retention.SIGN_INS)).count()
        + SignIn.objects.filter(_older(retention.SIGN_INS)).count(),
    ),
    Keeping(
        retention.FORMER_CONTACTS, forget_former,
        held=lambda: FormerContact.objects.count(),
        overdue=lambda: FormerContact.objects.filter(
            replaced_at__lt=now() - retention.FORMER_CONTACTS.period - GRACE).count(),
    ),
    Keeping(
        retention.MAILS, erase_left_over,
        held=lambda: WaitingMail.objects.count(),
        overdue=lambda: WaitingMail.objects.filter(expires_at__lt=now() - GRACE).count(),
    ),
    Keeping(
        retention.DOWNLOADS, erase_old_downloads,
        held=lambda: Download.objects.filter(state=DownloadState.READY).count(),
        overdue=lambda: Download.objects.filter(state=DownloadState.READY, expires_at__lt=now() - GRACE).count(),
    ),
    Keeping(
        retention.DELETION_GRACE, lambda: 0,  # `deleting.erase_due` runs each minute
        held=lambda: Deletion.objects.count(),
        overdue=lambda: Deletion.objects.filter(due_at__lt=now() - GRACE).count(),
    ),
)  # fmt: skip
