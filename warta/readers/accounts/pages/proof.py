"""Proving oneself once more: by the app or a recovery code, by a passkey, else by a code sent by mail."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from warta.readers.accounts.codes import CodeRefused, code_under_way, redeem, send_code
from warta.readers.accounts.forms import CodeForm, PasskeyForm, SecondFactorForm, failure_noted, unreadable_refused
from warta.readers.accounts.next_page import next_path, page_with_next
from warta.readers.accounts.pages.answering import entrance_page
from warta.readers.accounts.proving import ProofRefused, check_may_try, factors_of, note_proof, person_of

PURPOSE = "prove"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def prove(request: HttpRequest) -> HttpResponseBase:
    kinds = factors_of(person_of(request))
    if kinds:
        return _prove_by_factor(request, kinds)
    return _prove_by_code(request)


def _prove_by_factor(request: HttpRequest, kinds: frozenset[str]) -> HttpResponseBase:
    is_passkey = "credential" in request.POST
    form = SecondFactorForm(None if is_passkey else request.POST or None, user=person_of(request))
    if is_passkey:
        trouble = _passkey_trouble(request)
        if not trouble:
            return _proven(request, is_second=True)
        return _factor_page(request, form, kinds, trouble)
    if request.method == "POST" and form.is_valid():
        form.authenticator.record_usage()
        return _proven(request, is_second=True)
    return _factor_page(request, form, kinds, "")


def _factor_page(request: HttpRequest, form: Any, kinds: frozenset[str], trouble: str) -> HttpResponseBase:
    has_passkey = Authenticator.Type.WEBAUTHN in kinds
    context = {
        "form": form, "trouble": trouble, "has_app": Authenticator.Type.TOTP in kinds,
        "options": auth.begin_authentication(person_of(request)) if has_passkey else None,
    }  # fmt: skip
    return entrance_page(request, "mfa/reauthenticate.html", context)


def _passkey_trouble(request: HttpRequest) -> str:
    form = PasskeyForm(request.POST)
    try:
        check_may_try(person_of(request))
        if not form.is_valid():
            raise ValidationError("unreadable")
        with failure_noted(person_of(request)), unreadable_refused():
            auth.parse_authentication_response(form.cleaned_data["credential"])
            auth.complete_authentication(person_of(request), form.cleaned_data["credential"]).record_usage()
    except ProofRefused as refused:
        return str(refused)
    except ValidationError:
        return _("Your device's answer could not be read. Begin again.")
    return ""


def _prove_by_code(request: HttpRequest) -> HttpResponseBase:
    """The code is sent when the person asks for it, not when the page is opened: a link must not fill a mailbox."""
    pending = code_under_way(request, PURPOSE)
    is_asked = request.method == "POST" and "code" not in request.POST
    form = CodeForm(request.POST if request.method == "POST" and not is_asked else None)
    trouble = ""
    try:
        if is_asked:
            send_code(request, person_of(request).email, purpose=PURPOSE, kind="sign_in_code")
            return redirect(page_with_next("account_reauthenticate", next_path(request)))
        if form.is_valid():
            redeem(request, form.cleaned_data["code"], purpose=PURPOSE)
            return _proven(request, is_second=False)
    except CodeRefused as refused:
        trouble = str(refused)
    context = {"form": form, "trouble": trouble, "is_sent": pending is not None, "address": person_of(request).email}
    return entrance_page(request, "account/reauthenticate.html", context)


def _proven(request: HttpRequest, *, is_second: bool) -> HttpResponseBase:
    onward = next_path(request) or "account_overview"
    note_proof(request, is_second=is_second)
    return redirect(onward)
