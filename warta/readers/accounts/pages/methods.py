"""The ways of signing in that an account has: all of them, the authenticator app, the recovery codes."""

from __future__ import annotations

import base64

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from warta.readers.accounts import factors
from warta.readers.accounts.adapters import SecondFactorAdapter
from warta.readers.accounts.forms import AppForm
from warta.readers.accounts.next_page import next_path
from warta.readers.accounts.proving import factors_of, person_of, recently_proven

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
AFTER_KEY = "after_second_factor"


@never_cache
@require_safe
@login_required
def sign_in_methods(request: HttpRequest) -> HttpResponse:
    kinds = factors_of(person_of(request))
    context = {
        "has_password": person_of(request).has_usable_password(),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "passkeys": factors.passkeys_of(person_of(request)),
    }
    return render(request, "readers/account/sign_in_methods.html", context)


@never_cache
@require_safe
@login_required
def choose_second_factor(request: HttpRequest) -> HttpResponseBase:
    """Where a member of the newsroom is led who has no second factor yet."""
    if next_path(request):
        request.session[AFTER_KEY] = next_path(request)
    return render(request, "readers/account/second_factor.html")


@get_or_post
@recently_proven()
def add_app(request: HttpRequest) -> HttpResponseBase:
    if Authenticator.Type.TOTP in factors_of(person_of(request)):
        return redirect("sign_in_methods")
    secret = factors.drafted_secret(request, person_of(request))
    form = AppForm(request.POST or None, person=person_of(request), secret=secret)
    if request.method == "POST" and form.is_valid():
        made = factors.add_app(request, person_of(request), secret)
        messages.success(request, _("The authenticator app is added: you are asked for its code from now on."))
        return after_adding(request, made=made)
    return render(request, "mfa/totp/activate_form.html", {"form": form, **_shown(request, secret)})


def _shown(request: HttpRequest, secret: str) -> dict[str, str]:
    adapter = SecondFactorAdapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(person_of(request), secret))
    picture = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return {"picture": f"data:image/svg+xml;base64,{picture}", "secret": spaced}


def after_adding(request: HttpRequest, *, made: bool) -> HttpResponseBase:
    if made:
        return redirect("mfa_view_recovery_codes")
    return redirect(request.session.pop(AFTER_KEY, "") or "sign_in_methods")


@get_or_post
@recently_proven()
def remove_app(request: HttpRequest) -> HttpResponseBase:
    factor = get_object_or_404(Authenticator, user=person_of(request), type=Authenticator.Type.TOTP)
    return remove(request, factor, _("Remove the authenticator app"))


def remove(request: HttpRequest, factor: Authenticator, heading: str) -> HttpResponseBase:
    """A question first; then it is taken away, or it is said why not."""
    if request.method != "POST":
        return render(request, "readers/account/remove_factor.html", {"heading": heading})
    try:
        factors.remove_factor(request, person_of(request), factor)
        messages.success(request, _("It is removed."))
    except factors.FactorKept as kept:
        messages.error(request, str(kept))
    return redirect("sign_in_methods")


@require_safe
@recently_proven()
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    codes = factors.unused_recovery_codes(person_of(request))
    if not codes and Authenticator.Type.RECOVERY_CODES not in factors_of(person_of(request)):
        return redirect("sign_in_methods")
    context = {"codes": codes, "after": request.session.pop(AFTER_KEY, "")}
    return render(request, "mfa/recovery_codes/index.html", context)


@require_safe
@recently_proven()
def recovery_codes_file(request: HttpRequest) -> HttpResponseBase:
    text = "".join(f"{code}\r\n" for code in factors.unused_recovery_codes(person_of(request)))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@require_POST
@recently_proven()
def new_recovery_codes(request: HttpRequest) -> HttpResponseBase:
    if not factors_of(person_of(request)) - {Authenticator.Type.RECOVERY_CODES}:
        return redirect("sign_in_methods")
    factors.make_recovery_codes(request, person_of(request))
    messages.success(request, _("These are new; the old ones are worth nothing from now on."))
    return redirect("mfa_view_recovery_codes")
