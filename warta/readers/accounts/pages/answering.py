"""How the pages at the entrance are rendered: never kept, and with a language switch that keeps where one goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from warta.readers.accounts.next_page import next_path
from warta.theme.languages import Edition, bare_path, editions_of, path_in


def entrance_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    onward = next_path(request)
    shown = {"onward": onward, "editions": _editions(request, onward), **context}
    response = render(request, template, shown)
    response["X-Robots-Tag"] = "noindex"
    return response


def _editions(request: HttpRequest, onward: str) -> list[Edition]:
    if not onward:
        return editions_of(request.path)
    query = request.GET.copy()
    return [
        Edition(edition.code, f"{edition.path}?{_led(query, edition.code, onward)}", edition.is_current)
        for edition in editions_of(request.path)
    ]


def _led(query: Any, code: str, onward: str) -> str:
    """The newsroom has one address in both languages; all other pages are led to in the one that was chosen."""
    query["next"] = onward if onward.startswith("/newsroom/") else path_in(code, bare_path(onward))
    return str(query.urlencode())
