"""What allauth asks us: where to lead to, which stages a sign-in has, how second-factor secrets are sealed."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import unstash_login
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from warta.readers import vault
from warta.readers.accounts.next_page import is_own_path
from warta.readers.models import User

SECRETS = "mfa_authenticator.data"  # the table and column that the sealed secrets are bound to, with their person
STAGES = ("allauth.mfa.stages.AuthenticateStage", "warta.readers.accounts.stages.PassingStage")


class AccountAdapter(DefaultAccountAdapter):
    """No mail of allauth's is ever sent, no address kept by it, and nothing said in its words."""

    error_messages = {  # noqa: RUF012 - allauth's own is read on the class
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That code is not right, or was used before. Wait for the next one and type it."),
        "too_many_login_attempts": _("That was too often. Try again in a few minutes; your account is safe."),
    }

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home") if getattr(request.user, "is_staff", False) else reverse("account_overview")

    def is_safe_url(self, url: str | None) -> bool:
        return is_own_path(url or "")

    def get_login_stages(self) -> list[str]:
        return list(STAGES)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False  # accounts are made by `accounts.entering`, once their address is proven

    def is_reauthentication_required(self, **kwargs: Any) -> bool:  # noqa: ARG002 - allauth's signature
        return False  # `accounts.proving` asks, before allauth is called

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise NotImplementedError("mails go through warta.readers.mails")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What changed is told by `accounts.telling`."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our own pages say what was done."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed for the person at the door: one moved into another person's row does not open."""

    error_messages = {  # noqa: RUF012 - allauth's own is read on the class
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right, or was used before. Wait for the next one and type it."),
        "cannot_delete_authenticator": _("The newsroom needs a second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.sealed_for(_person_at_the_door(), SECRETS, text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises VaultClosed."""
        try:
            sealed = base64.b64decode(encrypted_text, validate=True)
        except binascii.Error:
            sealed = b""
        return vault.opened_for(_person_at_the_door(), SECRETS, sealed)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = authenticator.user
        if not (person.is_staff and person.needs_second_factor):
            return True
        others = Authenticator.objects.filter(user=person).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", scale=5, border=3, dark="#1a1815", light="#ffffff")
        return drawn.getvalue().decode("utf-8")

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.display_name or user.email}


def _person_at_the_door() -> User:
    """Who is signed in, or about to be."""
    request = context.request
    if request.user.is_authenticated:
        return request.user
    login = unstash_login(request, peek=True)
    if login is None or login.user is None:
        raise ValidationError(_("Your sign-in took too long. Begin it again."))
    return login.user
