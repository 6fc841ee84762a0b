"""The forms of signing in, of an account's ways of signing in, and of proving oneself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from warta.lib.crypto import normalised
from warta.lib.text import tidy
from warta.readers.accounts.devices import known_device
from warta.readers.accounts.proving import ProofRefused, check_may_try, is_first_use
from warta.readers.models import User
from warta.readers.sign_ins.services import note
from warta.readers.signing_in import address_of, seconds_to_wait, too_often

LONGEST_PASSWORD = 200  # longer ones only make the hash work


def _code_field() -> forms.CharField:
    """Digits, though people type spaces and dashes between them."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
    return forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=attrs))


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
    )  # fmt: skip

    def clean_email(self) -> str:
        return normalised(self.cleaned_data["email"])


class SignInForm(AddressForm):
    """Asked only as often as the limits allow; one answer, and the same work, for every way of failing."""

    password = forms.CharField(
        label=_("Password"), max_length=LONGEST_PASSWORD, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    person: User

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "email" in given and "password" in given:
            self._let_in(given["email"], given["password"])
        return given

    def _let_in(self, email: str, password: str) -> None:
        wait = seconds_to_wait(address_of(self.request), email, device=known_device(self.request, email))
        if wait:
            raise ValidationError(too_often(wait), code="too_often")
        person = authenticate(self.request, email=email, password=password)
        if not isinstance(person, User):
            raise ValidationError(
                _("That e-mail address and password don't belong together. Check both and try again."), code="wrong"
            )
        self.person = person


class CodeForm(forms.Form):
    code = _code_field()


class WelcomeForm(forms.Form):
    display_name = forms.CharField(
        label=_("Public name"), max_length=60, required=False,
        help_text=_("Shown beside what you publish here, such as a comment. You may leave it empty for now."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )  # fmt: skip

    def clean_display_name(self) -> str:
        return " ".join(self.cleaned_data["display_name"].split())


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"), max_length=LONGEST_PASSWORD, strip=False,
        help_text=_("At least ten characters. Four unrelated words make a good one."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Once more"), max_length=LONGEST_PASSWORD, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        if self.person.check_password(password):
            raise ValidationError(_("That is the password you have. Choose another."))
        return password

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and given.get("again") not in (None, given["password"]):
            self.add_error("again", _("The two are not the same. Type both again."))
        return given


class AppForm(forms.Form):
    """Proves that the app has the secret that is shown."""

    code = _code_field()

    def __init__(self, *args: Any, person: User, secret: str, **kwargs: Any) -> None:
        self.person, self.secret = person, secret
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        _check_may_try(self.person)
        if not validate_totp_code(self.secret, code) or not is_first_use(self.person, code):
            raise ValidationError(_("That is not what the app should show now. Wait for its next code and type it."))
        return code


class SecondFactorForm(AuthenticateForm):
    """A code of the app or a recovery code; tries are counted, and a code counts once, in every process."""

    code = _code_field()

    def clean_code(self) -> str:
        _check_may_try(self.user)
        with failure_noted(self.user):
            code: str = super().clean_code()
            if self.authenticator.type == Authenticator.Type.TOTP and not is_first_use(self.user, code):
                raise ValidationError(
                    _("That code is not right, or was used before. Wait for the next one and type it.")
                )
        return code


class PasskeyNameForm(forms.Form):
    name = forms.CharField(label=_("What is it called?"), max_length=60)

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])


class PasskeyForm(forms.Form):
    """What the browser's own dialogue gave; without scripts it can't be filled."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=60, required=False,
        help_text=_("So that you know it again, such as “my phone”."),
    )  # fmt: skip
    credential = forms.JSONField(widget=forms.HiddenInput)


class PasskeySignInForm(LoginWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with unreadable_refused():
            return super().clean_credential()


class PasskeySecondForm(AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        _check_may_try(self.user)
        with failure_noted(self.user), unreadable_refused():
            return super().clean_credential()


@contextmanager
def unreadable_refused() -> Iterator[None]:
    """What a browser never sends makes the parser stumble in many ways; all of them are one refusal."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError):
        raise ValidationError(_("Your device's answer could not be read. Begin again.")) from None


@contextmanager
def failure_noted(person: User) -> Iterator[None]:
    """Somebody got past the first proof and not past the second one: the owner sees it in the timeline."""
    try:
        yield
    except ValidationError:
        note(person, "second_factor_failed", request=context.request)
        raise


def _check_may_try(person: User) -> None:
    try:
        check_may_try(person)
    except ProofRefused as refused:
        raise ValidationError(str(refused)) from None
