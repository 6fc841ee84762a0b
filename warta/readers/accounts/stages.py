"""The last stage of a sign-in: the house is asked whether it may pass."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from django.http import HttpRequest
from django.shortcuts import redirect

from warta.readers import ports
from warta.readers.accounts.codes import CodeRefused, send_code
from warta.readers.models import User
from warta.readers.ports import Passing, SignInFact
from warta.readers.sign_ins.services import note
from warta.readers.signing_in import address_of

KEY = "passing"
PURPOSE = "passing"
STRONGER = frozenset({"code", "mfa", "passkey"})  # each says more than a password that may have been stolen


class PassingStage(LoginStage):
    key = KEY
    urlname = "account_passing"

    def handle(self) -> tuple[Any, bool]:
        person, proofs = self.login.user, proofs_of(self.request, self.login.user)
        answer = ports.sign_in_passes(_fact(self.request, person, proofs))
        if answer is Passing.HOLD:
            return self._hold(person)
        if answer is Passing.STEP_UP and not proofs & STRONGER:
            return self._ask_for_code(person)
        return None, True

    def _hold(self, person: User) -> tuple[Any, bool]:
        note(person, "sign_in_held", request=self.request)
        clear_login(self.request)
        return redirect("account_held"), False

    def _ask_for_code(self, person: User) -> tuple[Any, bool]:
        try:
            send_code(self.request, person.email, purpose=PURPOSE, kind="sign_in_code")
        except CodeRefused:
            return self._hold(person)
        return redirect("account_passing"), True


def proofs_of(request: HttpRequest, person: User) -> frozenset[str]:
    """What this sign-in, or this session, has shown of the person."""
    records = get_authentication_records(request, person)
    return frozenset("passkey" if record.get("passwordless") else str(record["method"]) for record in records)


def record_code(request: HttpRequest, person: User) -> None:
    """The person proved to hold their address."""
    record_authentication(request, person, method="code")


def _fact(request: HttpRequest, person: User, proofs: frozenset[str]) -> SignInFact:
    return SignInFact(person.public_id, address_of(request), request.headers.get("User-Agent", ""), proofs)
