"""A reader who agreed to an older version meets the new one at their next account page, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from warta.readers.models import User
from warta.readers.terms.queries import standings_to_ask_again
from warta.theme.languages import bare_path

# What must stay open: answering, leaving, proving who one is, taking one's data and going.
OPEN = (
    "/account/consents/", "/account/data/", "/account/sign-in/", "/account/sign-up/", "/account/sign-out/",
    "/account/prove/", "/account/security/", "/account/overlay",
)  # fmt: skip


def ask_again_first(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Must stand after the authentication middleware. Only pages that are looked at wait; what is posted never does."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not _is_account_page(request) or not _is_asked_again(request):
            return get_response(request)
        return redirect(f"{reverse('consents_again')}?{urlencode({'next': request.get_full_path()})}")

    return answer


def _is_account_page(request: HttpRequest) -> bool:
    """A page that somebody goes to; what a page asks for by itself, such as its menu, is none."""
    path = bare_path(request.path)
    is_gone_to = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.method == "GET" and is_gone_to and path.startswith("/account/") and not path.startswith(OPEN)


def _is_asked_again(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and bool(standings_to_ask_again(request.user))
