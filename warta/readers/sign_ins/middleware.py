"""Keeps the list of where people are signed in true, and renews the hint cookie as their session is renewed."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase

from warta.readers.middleware import HINT
from warta.readers.sign_ins.sessions import keep_track


def signed_in_places(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Must stand inside the session middleware. A request that nobody looked at the session of costs nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        session = getattr(request, "session", None)
        if session is not None and session.accessed and SESSION_KEY in session and keep_track(request):
            # The session's cookie is sent anew with this answer; the hint must not run out before it.
            response.set_cookie(
                HINT, "1", max_age=settings.SESSION_COOKIE_AGE, path="/", samesite="Lax", secure=settings.IS_SECURE
            )
        return response

    return answer
