"""Puts the site's Content Security Policy on every answer that Django gives."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from warta.theme.policy import policy_for


def content_security_policy(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Pressed pages leave the site without Django; the press writes `policy.PUBLIC_POLICY` on them itself."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        return response

    return answer
