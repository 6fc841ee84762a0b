"""What every template of the site may say."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from warta.theme.languages import bare_path, current_code, editions_of
from warta.theme.ports import menu_of_site


def site(request: HttpRequest) -> dict[str, Any]:
    """Names, the menu and the page's address. The menu is asked for only by a template that shows it."""
    return {
        "site_name": settings.SITE_NAME,
        "newspaper": settings.SITE_NAME,  # the same where a view of Django's says a host under "site_name"
        "site_url": settings.SITE_URL,
        "language": current_code(),
        "bare_path": bare_path(request.path),
        "editions": editions_of(request.path),
        "menu": SimpleLazyObject(menu_of_site),
    }
