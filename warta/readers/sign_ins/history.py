"""The history of sign-ins: begun, then passed or failed, learned if passed, kept for 180 days."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

from django.db import models, transaction

from warta.lib.clock import now
from warta.readers.models import SecurityEvent, SignIn, User
from warta.readers.sign_ins.counting import learn, unlearn
from warta.readers.sign_ins.features import features_of
from warta.readers.sign_ins.origin import Origin

KEPT_FOR = timedelta(days=180)
PENDING_FOR = timedelta(hours=1)  # a code lives ten minutes; whoever has not passed by then won't
AT_ONCE = 500  # rows between which others get a turn at writing


def begin(person: User, origin: Origin) -> SignIn:
    """A sign-in that has not passed yet. Raises CryptoFailure without the key ring. Not safe to repeat."""
    return SignIn.objects.create(person=person, **asdict(features_of(person, origin)))


def let_pass(sign_in: SignIn, event: SecurityEvent | None = None) -> bool:
    """It was its person's: learn it. False if that was settled before. Safe to repeat."""
    with transaction.atomic():
        moved = SignIn.objects.filter(pk=sign_in.pk, state=SignIn.State.PENDING).update(
            state=SignIn.State.PASSED, event=event
        )
        if moved:
            learn([sign_in])
    return bool(moved)


def let_fail(sign_in: SignIn) -> bool:
    """It was not, or nobody knows: it is never learned. False if that was settled before. Safe to repeat."""
    moved = SignIn.objects.filter(pk=sign_in.pk, state=SignIn.State.PENDING).update(state=SignIn.State.FAILED)
    return bool(moved)


def take_back(sign_in: SignIn) -> bool:
    """It passed, and its person says that it was somebody else: forget what was learned. Safe to repeat."""
    with transaction.atomic():
        moved = SignIn.objects.filter(pk=sign_in.pk, state=SignIn.State.PASSED).update(state=SignIn.State.FAILED)
        if moved:
            unlearn([sign_in])
    return bool(moved)


def forget_old() -> int:
    """Delete what is older than 180 days and count it back; give up on what is pending. Returns how many went.

    Safe to repeat and to break off: a batch goes with its counts or not at all.
    """
    moment = now()
    SignIn.objects.filter(state=SignIn.State.PENDING, at__lt=moment - PENDING_FOR).update(state=SignIn.State.FAILED)
    gone = 0
    while batch := _forget_some(SignIn.objects.filter(at__lt=moment - KEPT_FOR)):
        gone += batch
    return gone


def forget_history_of(person: User) -> int:
    """All of a person's history, counted back. Safe to repeat."""
    gone = 0
    while batch := _forget_some(SignIn.objects.filter(person=person)):
        gone += batch
    return gone


@transaction.atomic
def _forget_some(sign_ins: models.QuerySet[SignIn]) -> int:
    batch = list(sign_ins.select_for_update().order_by("pk")[:AT_ONCE])
    passed = [row for row in batch if row.state == SignIn.State.PASSED]
    if passed:
        unlearn(passed)
    SignIn.objects.filter(pk__in=[row.pk for row in batch]).delete()
    return len(batch)
