"""Device cookies: a browser in which somebody once signed in is known again, and not locked out by strangers' tries.

After OWASP's "Device Cookies". The cookie says nothing of whose it is; only with the e-mail address can it be checked.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from warta.lib.crypto import normalised
from warta.lib.ids import opaque_id
from warta.readers.models import User

COOKIE = "device"
LIVES_SECONDS = 365 * 24 * 3600
LONGEST = 200  # no cookie of ours is longer; a longer one isn't looked at


def known_device(request: HttpRequest, email: str) -> str:
    """A name for this browser, if this account was signed in to in it before; else ""."""
    name, _, seal = request.COOKIES.get(COOKIE, "")[:LONGEST].partition(".")
    return name if name and hmac.compare_digest(seal.encode(), _seal(name, email).encode()) else ""


def remember(response: HttpResponseBase, person: User) -> None:
    """Let the browser that gets this answer be known as the person's. A new name each time."""
    name = opaque_id()
    response.set_cookie(
        COOKIE, f"{name}.{_seal(name, person.email)}", max_age=LIVES_SECONDS, path="/", httponly=True, samesite="Lax",
        secure=settings.IS_SECURE,
    )  # fmt: skip


def _seal(name: str, email: str) -> str:
    told = f"warta device\0{name}\0{normalised(email)}".encode()
    return hmac.new(settings.SECRET_KEY.encode("utf-8"), told, hashlib.sha256).hexdigest()
