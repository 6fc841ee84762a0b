"""Signing in to the newsroom: limited per address and per account, with one answer for every way of failing."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm

from warta.lib.addresses import client_address, shared_by_one_household
from warta.lib.crypto import normalised
from warta.lib.limits import Limit
from warta.limits.services import take_all

# A newsroom behind one address signs in within minutes of a shift's beginning; a guesser needs thousands of tries.
PER_ADDRESS = Limit(60, seconds=900, burst=30)
# Somebody who mistypes gets five tries at once; counted with the address, so that a stranger can't lock a member out.
PER_ACCOUNT_AND_ADDRESS = Limit(10, seconds=900, burst=5)
# A guesser with many addresses is slowed for this account, well above what a person needs.
PER_ACCOUNT = Limit(100, seconds=3600, burst=50)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as our own proxies can be believed."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXY_NETWORKS)


def seconds_to_wait(address: str, email: str) -> float:
    """Count one try; 0 when it may be made. The same for accounts that exist and that don't."""
    place, account = shared_by_one_household(address), normalised(email)
    return take_all(
        [
            (f"sign-in from {place}", PER_ADDRESS),
            (f"sign-in to {account} from {place}", PER_ACCOUNT_AND_ADDRESS),
            (f"sign-in to {account}", PER_ACCOUNT),
        ]
    )


class SignInForm(LoginForm):
    """Wagtail's form, asked only as often as the limits allow, and open to the newsroom's members alone."""

    error_messages = {  # noqa: RUF012 - Wagtail's own is read on the class
        **LoginForm.error_messages,
        "invalid_login": _("That e-mail address and password don't belong together. Check both and try again."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")  # Django would make an English one from the field's name

    def clean(self) -> dict[str, object]:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if email and password and self.request is not None:
            wait = seconds_to_wait(address_of(self.request), email)
            if wait:
                raise ValidationError(_too_often(wait), code="too_often")
        return super().clean()

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        if not user.is_active or not getattr(user, "is_staff", False):
            raise self.get_invalid_login_error()


def _too_often(wait: float) -> str:
    minutes = max(ceil(wait / 60), 1)
    return ngettext(
        "That was too often. Try again in %(minutes)d minute; your account is safe.",
        "That was too often. Try again in %(minutes)d minutes; your account is safe.",
        minutes,
    ) % {"minutes": minutes}
