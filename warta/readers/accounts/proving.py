"""Proof of who one is, asked again before what matters: the strongest factor there is, else a code by mail.

`recently_proven` is for every room that has something to guard. A proof gives the session a new key, so that whoever
held the old one has nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from warta.lib.clock import now
from warta.lib.limits import Limit
from warta.limits.services import take
from warta.readers.accounts.next_page import page_with_next
from warta.readers.models import User
from warta.readers.signing_in import too_often

PROVEN_AT, HAS_SECOND = "proven_at", "second_factor"
USUAL_SECONDS = 600
TRIES = Limit(20, seconds=900, burst=5)  # of a six-digit code: guessing one in a million takes years
ONCE = Limit(1, seconds=600)  # longer than any code of an app is good for

View = Callable[..., HttpResponseBase]


class ProofRefused(Exception):
    """The message says why."""


def recently_proven(within_seconds: int = USUAL_SECONDS) -> Callable[[View], View]:
    """Guard a view: who is not signed in signs in, whose last proof is older proves themselves again.

    They are led back by GET; so what is posted too late is asked for once more, and nothing is done unseen.
    """

    def guard(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not is_proven(request, within_seconds):
                return redirect(page_with_next("account_reauthenticate", request.get_full_path()))
            return view(request, *args, **kwargs)

        return guarded

    return guard


def is_proven(request: HttpRequest, within_seconds: int = USUAL_SECONDS) -> bool:
    """Whether the person of this session proved themselves within so many seconds."""
    at = request.session.get(PROVEN_AT)
    return isinstance(at, float) and 0 <= now().timestamp() - at < within_seconds


def note_proof(request: HttpRequest, *, is_second: bool) -> None:
    """The person of the session proved themselves just now. Its old key is worth nothing from here on."""
    request.session.cycle_key()
    request.session[PROVEN_AT] = now().timestamp()
    if is_second:
        request.session[HAS_SECOND] = True


def person_of(request: HttpRequest) -> User:
    """Whose session it is. Raises PermissionDenied for nobody, which a guarded view never sees."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def factors_of(person: User) -> frozenset[str]:
    """Of "totp", "webauthn" and "recovery_codes", those the person has."""
    return frozenset(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def has_second_factor(person: User) -> bool:
    return bool(factors_of(person) - {Authenticator.Type.RECOVERY_CODES})


def check_may_try(person: User) -> None:
    """Count one try at a second factor. Raises ProofRefused."""
    wait = take(f"second factor of {person.public_id}", TRIES)
    if wait:
        raise ProofRefused(too_often(wait))


def is_first_use(person: User, code: str) -> bool:
    """Whether this code of an app was not used yet, in any process. It counts as used from now on."""
    digits = "".join(character for character in code if character.isalnum())
    return take(f"used code of {person.public_id}: {digits}", ONCE) == 0
