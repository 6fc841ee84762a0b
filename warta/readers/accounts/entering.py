"""Letting somebody in: by a password, by a code; and making the account of an address that was proven."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from warta.audit.services import record
from warta.lib.clock import now
from warta.readers.accounts.proving import has_second_factor
from warta.readers.models import User
from warta.readers.services import set_language
from warta.readers.sign_ins.arriving import begin_arriving
from warta.readers.sign_ins.services import note
from warta.readers.terms.services import accept_at_sign_up

PROVEN_KEY = "proven_address"
PROVEN_SECONDS = 900  # to write a name and read the terms


class AccountRefused(Exception):
    """No account can be made with this address; the message says why."""


def enter(request: HttpRequest, person: User, *, method: str, onward: str = "") -> HttpResponse:
    """Begin the sign-in of a person who proved themselves by "password" or "code".

    The answer leads to the second factor, to one more proof, or in.
    """
    record_authentication(request, person, method=method)
    if has_second_factor(person):
        begin_arriving(person, request)
    return perform_login(request, Login(user=person, redirect_url=onward or None))


def keep_proven(request: HttpRequest, email: str, onward: str) -> None:
    """Remember in the session that whoever has it holds this address, until the account is made."""
    request.session[PROVEN_KEY] = {"email": email, "at": now().timestamp(), "onward": onward}


def proven_address(request: HttpRequest) -> dict[str, str] | None:
    """The address that was proven just now and has no account yet, and where to lead to."""
    kept = request.session.get(PROVEN_KEY)
    if not isinstance(kept, dict) or now().timestamp() - kept["at"] >= PROVEN_SECONDS:
        return None
    return {"email": kept["email"], "onward": kept["onward"]}


def make_account(request: HttpRequest, email: str, *, display_name: str, language: str) -> User:
    """A reader's account without a password. Raises AccountRefused."""
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, None, display_name=display_name)
            set_language(person, language)
            accept_at_sign_up(person, language=language)
            accept_at_sign_up(person, language=language)
            note(person, "signed_up", request=request)
            record("reader.joined", actor=person.public_id, subject=person.subject)
    except IntegrityError:
        raise AccountRefused(_("This address has an account that is closed. Ask the help desk.")) from None
    request.session.pop(PROVEN_KEY, None)
    return person
