"""The password, for readers and the newsroom alike: this is the one place to choose it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from warta.readers.accounts.forms import NewPasswordForm
from warta.readers.accounts.next_page import next_path
from warta.readers.accounts.proving import person_of, recently_proven
from warta.readers.accounts.telling import tell
from warta.readers.services import change_password, remove_password


@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def choose_password(request: HttpRequest) -> HttpResponseBase:
    """The old one isn't asked for: who is here has proven themselves within minutes. Their other sessions end."""
    form = NewPasswordForm(request.POST or None, person=person_of(request))
    if request.method == "POST" and form.is_valid():
        change_password(person_of(request), form.cleaned_data["password"])
        update_session_auth_hash(request, person_of(request))
        tell(request, person_of(request), "password_changed")
        messages.success(request, _("The new password holds from now on. You were signed out everywhere else."))
        return redirect(next_path(request) or "sign_in_methods")
    context = {"form": form, "onward": next_path(request), "has_password": person_of(request).has_usable_password()}
    return render(request, "account/password_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@recently_proven()
def take_password_away(request: HttpRequest) -> HttpResponseBase:
    """A question first. A code by mail lets in anyway, so nobody locks themselves out."""
    if not person_of(request).has_usable_password():
        return redirect("sign_in_methods")
    if request.method != "POST":
        return render(request, "readers/account/remove_factor.html", {"heading": _("Remove the password")})
    remove_password(person_of(request))
    update_session_auth_hash(request, person_of(request))
    tell(request, person_of(request), "password_removed")
    messages.success(request, _("The password is removed. You sign in with a code or a passkey from now on."))
    return redirect("sign_in_methods")
