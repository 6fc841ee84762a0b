"""Passkeys: the browser's own dialogue makes them, so these pages alone need its scripts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from warta.readers.accounts import factors
from warta.readers.accounts.forms import PasskeyForm, PasskeyNameForm, unreadable_refused
from warta.readers.accounts.pages.methods import after_adding, remove
from warta.readers.accounts.proving import person_of, recently_proven

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@recently_proven()
def add_passkey(request: HttpRequest) -> HttpResponseBase:
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = _completed(form.cleaned_data["credential"])
            name = form.cleaned_data["name"].strip() or _("Passkey")
            made = factors.add_passkey(request, person_of(request), name=name, credential=credential)
            messages.success(request, _("The passkey is added. You can sign in with it from now on."))
            return after_adding(request, made=made)
        except ValidationError:
            form.add_error(None, _("Your device's answer could not be read. Begin again."))
    context = {"form": form, "options": auth.begin_registration(person_of(request), True)}
    return render(request, "mfa/webauthn/add_form.html", context)


def _completed(credential: Any) -> dict[str, Any]:
    """The browser's answer, checked against the challenge. Raises ValidationError."""
    with unreadable_refused():
        auth.parse_registration_response(credential)
    if not auth.complete_registration(credential).is_user_verified():
        raise ValidationError("not verified")
    return dict(credential)


@get_or_post
@recently_proven()
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    factor = get_object_or_404(Authenticator, user=person_of(request), type=Authenticator.Type.WEBAUTHN, pk=pk)
    return remove(request, factor, _("Remove the passkey"))


@get_or_post
@recently_proven()
def name_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    factor = get_object_or_404(Authenticator, user=person_of(request), type=Authenticator.Type.WEBAUTHN, pk=pk)
    form = PasskeyNameForm(request.POST or None, initial={"name": factor.wrap().name})
    if request.method == "POST" and form.is_valid():
        factors.rename_passkey(request, person_of(request), factor, form.cleaned_data["name"])
        messages.success(request, _("The passkey has its new name."))
        return redirect("sign_in_methods")
    return render(request, "mfa/webauthn/edit_form.html", {"form": form})
