"""What stands between a session and the newsroom; and the two cookies that go with signing in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from warta.readers.accounts.devices import remember
from warta.readers.accounts.next_page import page_with_next
from warta.readers.accounts.proving import HAS_SECOND, has_second_factor
from warta.readers.models import User

Answer = Callable[[HttpRequest], HttpResponseBase]
# Open to a member who is held, so that they can leave.
OPEN = ("wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
HINT = "signed_in"  # says only that it is worth asking for what is private


def newsroom_gate(get_response: Answer) -> Answer:
    """The newsroom opens to a password of one's own and, but for the demonstration, a second factor.

    Must stand after the authentication and message middleware; outside the newsroom it asks nothing.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(reverse("wagtailadmin_home")) or _is_open(request):
            return get_response(request)
        return _held_back(request) or get_response(request)

    return answer


def account_cookies(get_response: Answer) -> Answer:
    """After a sign-in, the hint for pressed pages and the device's name; after a sign-out, the hint goes."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        person = getattr(request, "signed_in_now", None)
        if person is not None:
            remember(response, person)
            response.set_cookie(
                HINT, "1", max_age=settings.SESSION_COOKIE_AGE, path="/", samesite="Lax", secure=settings.IS_SECURE
            )
        elif HINT in request.COOKIES and _is_over(request):
            response.delete_cookie(HINT, path="/", samesite="Lax")
        return response

    return answer


def is_excepted(person: User) -> bool:
    """A member of the demonstration, which is for this machine alone, needs no second factor."""
    return not person.needs_second_factor and urlsplit(settings.SITE_URL).hostname in LOCAL_HOSTS


def _held_back(request: HttpRequest) -> HttpResponseBase | None:
    person = request.user
    if not isinstance(person, User) or not (person.is_staff or person.has_perm("wagtailadmin.access_admin")):
        return None
    onward = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    if person.must_change_password:
        messages.warning(request, _("Choose a password of your own; then the newsroom is open."))
        return redirect(page_with_next("account_change_password", onward))
    if is_excepted(person) or request.session.get(HAS_SECOND):
        return None
    if has_second_factor(person):
        return redirect(page_with_next("account_reauthenticate", onward))
    return redirect(page_with_next("account_second_factor", onward))


def _is_open(request: HttpRequest) -> bool:
    return request.path in {reverse(name) for name in OPEN}


def _is_over(request: HttpRequest) -> bool:
    """Somebody signed out, or the request was looked at and belongs to nobody any more. Nothing is asked for it."""
    seen = getattr(request, "_cached_user", None)
    return getattr(request, "signed_out_now", False) or (seen is not None and not seen.is_authenticated)
