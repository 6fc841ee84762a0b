"""Ways of signing in, added to an account and taken away. allauth keeps them; the person is told of each change."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes, generate_recovery_codes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from warta.readers import vault
from warta.readers.accounts.adapters import SecondFactorAdapter
from warta.readers.accounts.proving import note_proof
from warta.readers.accounts.telling import tell
from warta.readers.models import User
from warta.readers.sign_ins.services import note

DRAFT_KEY, DRAFT_PLACE = "app_secret", "session.app_secret"


class FactorKept(Exception):
    """It can't be taken away; the message says why."""


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added_at: Any
    used_at: Any


def drafted_secret(request: HttpRequest, person: User) -> str:
    """The secret that an app is being set up with: the same until it is added. Sealed in the session."""
    try:
        return vault.opened_for(person, DRAFT_PLACE, base64.b64decode(request.session.get(DRAFT_KEY, "")))
    except (vault.VaultClosed, binascii.Error):
        secret: str = generate_totp_secret()
        sealed = vault.sealed_for(person, DRAFT_PLACE, secret)
        request.session[DRAFT_KEY] = base64.b64encode(sealed).decode("ascii")
        return secret


def add_app(request: HttpRequest, person: User, secret: str) -> bool:
    """Keep an authenticator app whose code was right. Returns whether recovery codes were made with it."""
    with transaction.atomic():
        TOTP.activate(person, secret)
        made = auto_generate_recovery_codes(request) is not None
        tell(request, person, "factor_added", facts={"factor": _("authenticator app")})
    request.session.pop(DRAFT_KEY, None)
    note_proof(request, is_second=True)
    return made


def add_passkey(request: HttpRequest, person: User, *, name: str, credential: dict[str, Any]) -> bool:
    """Keep a passkey that the browser made. Returns whether recovery codes were made with it."""
    with transaction.atomic():
        WebAuthn.add(person, name, credential)
        made = auto_generate_recovery_codes(request) is not None
        tell(request, person, "factor_added", facts={"factor": _("passkey")})
    note_proof(request, is_second=True)
    return made


def rename_passkey(request: HttpRequest, person: User, factor: Authenticator, name: str) -> None:
    """Safe to repeat."""
    passkey = factor.wrap()
    if passkey.name == name:
        return
    with transaction.atomic():
        passkey.name = name
        factor.save(update_fields=["data"])
        note(person, "factor_renamed", request=request)


def remove_factor(request: HttpRequest, person: User, factor: Authenticator) -> None:
    """Raises FactorKept for the last factor of somebody whom the newsroom asks for one."""
    if not SecondFactorAdapter().can_delete_authenticator(factor):
        raise FactorKept(_("The newsroom needs a second factor. Add another one first."))
    label = _("passkey") if factor.type == Authenticator.Type.WEBAUTHN else _("authenticator app")
    with transaction.atomic():
        delete_and_cleanup(request, factor)
        tell(request, person, "factor_removed", facts={"factor": label})


def make_recovery_codes(request: HttpRequest, person: User) -> None:
    """New ones; the old ones are worth nothing from now on."""
    with transaction.atomic():
        generate_recovery_codes(request)
        tell(request, person, "recovery_codes_made")


def unused_recovery_codes(person: User) -> list[str]:
    row = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(row.wrap().get_unused_codes()) if row else []


def passkeys_of(person: User) -> list[Passkey]:
    rows = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [Passkey(row.pk, row.wrap().name, row.created_at, row.last_used_at) for row in rows]
