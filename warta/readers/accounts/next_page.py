"""Where somebody wanted to go before they had to prove who they are. Only pages of this site are led to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def next_path(request: HttpRequest) -> str:
    """The path that the request asks to be led to afterwards; "" when there is none or it leads elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else ""


def is_own_path(path: str) -> bool:
    """Whether it is a path of this site: one slash at its beginning, and nothing a browser would read as a host."""
    return path.startswith("/") and len(path) <= LONGEST and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def page_with_next(name: str, path: str) -> str:
    """The address of the page named so, which then leads on to the path."""
    return f"{reverse(name)}?{urlencode({'next': path})}" if path else reverse(name)
