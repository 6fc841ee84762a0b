"""Answers for pressed views: rendered for nobody, kept, and given to whoever asked."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from warta.press import pressing
from warta.press.addresses import is_plain
from warta.press.headers import fixed_headers
from warta.press.rendering import PRESSING, Rendered, press_kind_of

log = logging.getLogger(__name__)


def press_response(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Press what is asked for and not yet in the store. The view behind it never sees the request that came."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not _is_pressable(request):
            return get_response(request)
        try:
            rendered = pressing.answer(request.path_info)
        except (OSError, DatabaseError):
            log.exception("a page could not be kept", extra={"path": request.path_info})
            return get_response(request)
        return get_response(request) if rendered.refusal else _answer_of(rendered)

    return middleware


def _is_pressable(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and PRESSING not in request.META
        and not getattr(request, "is_dummy", False)  # Wagtail previews a draft at the address it will have
        and request.META.get("HTTP_HOST", "").lower() == settings.SITE_HOST.lower()
        and is_plain(request.path_info)
        and press_kind_of(request.path_info) is not None
    )


def _answer_of(rendered: Rendered) -> HttpResponse:
    response = rendered.response
    if rendered.file_name:
        # The first to ask gets the headers that everybody after them gets; the policy is added further out.
        fixed = fixed_headers(rendered.file_name, policy="", is_secure=settings.IS_SECURE)
        return HttpResponse(response.content, headers=fixed)
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
