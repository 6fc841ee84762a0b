"""A one-time password opens nothing but the page on which to choose one's own."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

# What the account page itself needs.
OPEN = (
    "wagtailadmin_account",
    "wagtailadmin_logout",
    "wagtailadmin_login",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
)


def own_password_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Must stand after the authentication and message middleware; outside the newsroom it asks nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(reverse("wagtailadmin_home")) or not _is_held(request):
            return get_response(request)
        messages.warning(request, _("Choose a password of your own under Password; then the newsroom is open."))
        return redirect("wagtailadmin_account")

    return answer


def _is_held(request: HttpRequest) -> bool:
    if not getattr(request.user, "must_change_password", False):
        return False
    return request.path not in {reverse(name) for name in OPEN}
