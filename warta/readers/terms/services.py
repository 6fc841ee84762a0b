"""Answers of people to the terms: given, taken back, asked again. Each leaves a receipt and an audit entry."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.readers.models import Answer, ConsentReceipt, TermsVersion, User
from warta.readers.terms.purposes import AT_SIGN_UP, WAYS, Purpose
from warta.readers.terms.queries import current_version
from warta.readers.terms.settling import settle


class ConsentRefused(Exception):
    """The answer can't be taken; the message says why."""


def give_consent(person: User, purpose: Purpose, *, how: str, language: str) -> ConsentReceipt:
    """Write down that the person agrees to the current version. Raises ConsentRefused without one.

    Safe to repeat: a second agreement to the same version changes nothing.
    """
    with transaction.atomic():
        return _answered(person, purpose, Answer.GIVEN, how=how, language=language)


def withdraw_consent(person: User, purpose: Purpose, *, how: str, language: str) -> ConsentReceipt:
    """Take it back, or object to it: from now on `has_consented` says no, and the other rooms act on it at once.

    What fails there is tried again by a job. Raises ConsentRefused for what the account can't be without. Safe to
    repeat.
    """
    if purpose.is_required:
        raise ConsentRefused(_("Without this there can be no account. You can delete your account instead."))
    with transaction.atomic():
        receipt = _answered(person, purpose, Answer.WITHDRAWN, how=how, language=language)
        transaction.on_commit(lambda: settle(receipt.pk))
    return receipt


def accept_at_sign_up(person: User, *, language: str) -> None:
    """What everybody agrees to by signing up; call it in the transaction that makes the account. Safe to repeat.

    Before the first publication there is nothing to agree to, and nothing is written.
    """
    with transaction.atomic():
        for purpose in AT_SIGN_UP:
            if current_version(purpose.document) is not None:
                _answered(person, purpose, Answer.GIVEN, how="sign_up", language=language)


def answer_again(person: User, *, asked: Iterable[Purpose], given: Iterable[Purpose], language: str) -> None:
    """The answers to a new version: what was asked and is not `given` is taken back. Safe to repeat.

    Raises ConsentRefused.
    """
    kept = set(given)
    with transaction.atomic():
        for purpose in asked:
            act = give_consent if purpose in kept else withdraw_consent
            act(person, purpose, how="asked_again", language=language)


def _answered(person: User, purpose: Purpose, answer: Answer, *, how: str, language: str) -> ConsentReceipt:
    version = _version_for(purpose)
    User.objects.select_for_update().get(pk=person.pk)  # two answers at once: one after the other
    last = ConsentReceipt.objects.filter(person=person, purpose=purpose.name, is_current=True).first()
    if last is not None and last.answer == answer and (answer == Answer.WITHDRAWN or last.version_id == version.pk):
        return last
    ConsentReceipt.objects.filter(person=person, purpose=purpose.name, is_current=True).update(is_current=False)
    receipt = ConsentReceipt.objects.create(
        person=person, purpose=purpose.name, answer=answer, version=version, language=language, how=_known(how)
    )
    facts = {"purpose": purpose.name, "document": version.document.slug, "version": version.number, "how": how}
    record(f"consent.{answer.value}", actor=person.public_id, subject=person.subject, facts=facts)
    return receipt


def _version_for(purpose: Purpose) -> TermsVersion:
    version = current_version(purpose.document)
    if version is None:
        raise ConsentRefused(_("The text that this rests on is not published yet. Try again later."))
    return version


def _known(how: str) -> str:
    if how not in WAYS:
        raise ValueError(f"no way of answering is called {how!r}")
    return how
