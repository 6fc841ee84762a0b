"""Renders a page for nobody: at the canonical address, without cookies, query string or session."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone, translation
from django.utils.cache import has_vary_header

from warta.press.headers import file_name_for
from warta.press.marks import Kind, collected_tags, one_round

log = logging.getLogger(__name__)

PRESSING = "warta.press.is_pressing"  # set in the request's environment while the press itself asks


@dataclass(frozen=True)
class Rendered:
    """An answer rendered for nobody. `file_name` is set only if it may be kept; `refusal` says why a 200 may not."""

    response: HttpResponse
    tags: frozenset[str]
    kind: Kind = "page"
    file_name: str = ""
    refusal: str = ""


def press_kind_of(path: str) -> Kind | None:
    """The kind under which the view behind `path` is pressed; None when it is not."""
    with translation.override(_language_of(path)):
        try:
            match = resolve(path)
        except Resolver404:
            return None
    return _kind_of(match)


def render(path: str) -> Rendered:
    """Ask Django for `path` on nobody's behalf. Never raises for what a view does; language and zone are left alone."""
    request = WSGIRequest(_environ_for(path))
    with one_round(), collected_tags() as tags, translation.override(_language_of(path)), timezone.override(None):
        try:
            response = _whole(_handler().get_response(request))
        except Exception:  # the view's error page failed as well
            log.exception("a pressed view failed", extra={"path": path})
            return Rendered(HttpResponse(status=500), frozenset(), refusal="it failed")
    kind = _kind_of(request.resolver_match)
    if response.status_code != 200 or kind is None:
        return Rendered(response, frozenset(tags), refusal="" if response.status_code != 200 else "it is not @pressed")
    file_name = file_name_for(kind, response.get("Content-Type", "")) or ""
    refusal = _refusal_of(response) or ("" if file_name else "its content type has no place in the store")
    if refusal:
        log.error("a pressed view gave an answer that can't be pressed", extra={"path": path, "reason": refusal})
        return Rendered(response, frozenset(tags), kind, refusal=refusal)
    return Rendered(response, frozenset(tags), kind, file_name)


def _refusal_of(response: HttpResponse) -> str:
    if response.cookies:
        return "it sets a cookie"
    if has_vary_header(response, "Cookie"):
        return "it varies by cookie: a form's CSRF token, the session or the user was looked at"
    control = response.get("Cache-Control", "")
    if "private" in control or "no-store" in control:
        return "it says that it is private"
    return ""


def _kind_of(match: ResolverMatch | None) -> Kind | None:
    return cast("Kind | None", getattr(match.func, "press_kind", None)) if match else None


def _language_of(path: str) -> str:
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def _whole(response: HttpResponseBase) -> HttpResponse:
    if isinstance(response, StreamingHttpResponse):
        whole = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.items()))
        whole.cookies = response.cookies
        return whole
    return cast("HttpResponse", response)


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def _environ_for(path: str) -> dict[str, Any]:
    host, _, port = settings.SITE_HOST.rpartition(":") if ":" in settings.SITE_HOST else (settings.SITE_HOST, "", "")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if settings.IS_SECURE else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": settings.SITE_HOST,
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": "https" if settings.IS_SECURE else "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        PRESSING: True,
    }
