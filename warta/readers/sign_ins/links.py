"""The link in a mail by which somebody says "this was not me" without signing in: one event, for seven days.

It opens a page with a question; only the answer does anything, and only once. It can do nothing but what makes an
account safer, so whoever finds it gains nothing.
"""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from warta.lib.clock import now
from warta.readers.models import SecurityEvent
from warta.theme.languages import bare_path, path_in

LIVES = timedelta(days=7)
AHEAD = timedelta(minutes=5)  # machines' clocks differ by less; a link from further ahead was made by a wrong clock
_SALT = "warta.readers.sign_ins.not_me"


def not_me_link(event: SecurityEvent, language: str = "") -> str:
    """The absolute address, for a mail in this language ("": the site's)."""
    moment = int(now().timestamp())
    token = Signer(salt=_SALT).sign(f"{event.public_id}.{moment}")
    path = path_in(language or settings.LANGUAGE_CODE, bare_path(reverse("not_me_by_link")))
    return f"{settings.SITE_URL}{path}?{urlencode({'token': token})}"


def event_behind(token: str) -> SecurityEvent | None:
    """The event that the link is about; None when it is forged, too old, or from a clock that is ahead of ours."""
    try:
        public_id, _, made = Signer(salt=_SALT).unsign(token).partition(".")
    except BadSignature:
        return None
    age = now().timestamp() - int(made)
    if not -AHEAD.total_seconds() <= age <= LIVES.total_seconds():
        return None
    return SecurityEvent.objects.select_related("person").filter(public_id=public_id, person__isnull=False).first()
