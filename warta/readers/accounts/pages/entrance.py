"""The way in: by password, by a code sent by mail, by passkey; and out."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.logout import logout
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStageController
from allauth.account.utils import get_login_redirect_url
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from warta.lib.addresses import shared_by_one_household
from warta.limits.services import take
from warta.readers.accounts import stages
from warta.readers.accounts.codes import CodeRefused, Pending, code_under_way, redeem, send_code
from warta.readers.accounts.entering import AccountRefused, enter, keep_proven, make_account, proven_address
from warta.readers.accounts.forms import AddressForm, CodeForm, SignInForm, WelcomeForm
from warta.readers.accounts.next_page import next_path, page_with_next
from warta.readers.accounts.pages.answering import entrance_page
from warta.readers.models import User
from warta.readers.signing_in import PER_ADDRESS, address_of, too_often

SIGN_IN = "sign_in"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@sensitive_post_parameters("password")
@get_or_post
def sign_in(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect(next_path(request) or get_login_redirect_url(request))
    form = SignInForm(request.POST or None, request=request, initial={"email": ""})
    if request.method == "POST" and form.is_valid():
        clear_login(request)
        return enter(request, form.person, method="password", onward=next_path(request))
    return entrance_page(request, "account/login.html", {"form": form})


@never_cache
@get_or_post
def ask_code(request: HttpRequest) -> HttpResponseBase:
    """A code to sign in with; the same for an address that has no account."""
    return _ask_code(request, kind="sign_in_code", template="account/request_login_code.html")


@never_cache
@get_or_post
def sign_up(request: HttpRequest) -> HttpResponseBase:
    """A code to make an account with; the same for an address that has one."""
    return _ask_code(request, kind="sign_up_code", template="account/signup.html")


def _ask_code(request: HttpRequest, *, kind: str, template: str) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect(next_path(request) or get_login_redirect_url(request))
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_code(request, form.cleaned_data["email"], purpose=SIGN_IN, kind=kind, onward=next_path(request))
            return redirect("account_confirm_login_code")
        except CodeRefused as refused:
            form.add_error(None, str(refused))
    return entrance_page(request, template, {"form": form})


@never_cache
@get_or_post
def confirm_code(request: HttpRequest) -> HttpResponseBase:
    pending = code_under_way(request, SIGN_IN)
    if pending is None:
        return redirect("account_welcome" if proven_address(request) else "account_request_login_code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _let_in(request, redeem(request, form.cleaned_data["code"], purpose=SIGN_IN))
        except CodeRefused as refused:
            form.add_error("code", str(refused))
    return entrance_page(request, "account/confirm_login_code.html", {"form": form, "address": pending.email})


def _let_in(request: HttpRequest, proven: Pending) -> HttpResponseBase:
    person = User.objects.filter(email=proven.email).first()
    if person is None:
        keep_proven(request, proven.email, proven.onward)
        return redirect("account_welcome")
    clear_login(request)
    return enter(request, person, method="code", onward=proven.onward)


@never_cache
@get_or_post
def welcome(request: HttpRequest) -> HttpResponseBase:
    """The account of an address that was proven is made here."""
    proven = proven_address(request)
    if proven is None or request.user.is_authenticated:
        return redirect("account_signup")
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = _made(request, proven["email"], form.cleaned_data["display_name"])
            return enter(request, person, method="code", onward=proven["onward"])
        except AccountRefused as refused:
            form.add_error(None, str(refused))
    return entrance_page(request, "account/welcome.html", {"form": form, "address": proven["email"]})


def _made(request: HttpRequest, email: str, display_name: str) -> User:
    return make_account(request, email, display_name=display_name, language=(get_language() or "")[:2])


@never_cache
@get_or_post
def passing(request: HttpRequest) -> HttpResponseBase:
    """One more proof for an unusual sign-in: a code by mail."""
    stage = LoginStageController.enter(request, stages.KEY)
    pending = code_under_way(request, stages.PURPOSE)
    if stage is None or pending is None:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            redeem(request, form.cleaned_data["code"], purpose=stages.PURPOSE)
            return _passed(request, stage)
        except CodeRefused as refused:
            form.add_error("code", str(refused))
    return entrance_page(request, "account/passing.html", {"form": form, "address": pending.email})


def _passed(request: HttpRequest, stage: Any) -> HttpResponseBase:
    stages.record_code(request, stage.login.user)
    return stage.exit()


@never_cache
@require_safe
def held(request: HttpRequest) -> HttpResponse:
    return entrance_page(request, "account/held.html", {})


@never_cache
@require_safe
def inactive(request: HttpRequest) -> HttpResponse:
    return entrance_page(request, "account/account_inactive.html", {})


@never_cache
@get_or_post
def sign_out(request: HttpRequest) -> HttpResponseBase:
    if request.method == "POST":
        logout(request)
        return redirect("/")
    if not request.user.is_authenticated:
        return redirect("account_login")
    return entrance_page(request, "account/logout.html", {})


def leave_newsroom_login(request: HttpRequest) -> HttpResponseBase:
    """The newsroom's own sign-in page is everybody's."""
    return redirect(page_with_next("account_login", next_path(request) or "/newsroom/"))


class PasskeySignIn(LoginWebAuthnView):
    """Asked by `passkeys.js`: GET as JSON gives the challenge, the form brings the answer."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wait = take(f"passkeys from {shared_by_one_household(address_of(request))}", PER_ADDRESS)
        if wait:
            form = SignInForm(request=request)
            return entrance_page(request, "account/login.html", {"form": form, "trouble": too_often(wait)})
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponseBase:
        context = {"form": SignInForm(request=self.request), "trouble": form.errors.get("credential", [""])[0]}
        return entrance_page(self.request, "account/login.html", context)


passkey_sign_in = PasskeySignIn.as_view()
