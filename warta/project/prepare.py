"""Makes a site ready to run: database, first pages, and demonstration content where asked for."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from warta.articles.site_setup import set_up_site
from warta.operations.migrating import migrate_if_needed, one_at_a_time
from warta.operations.prepared import Prepared, fingerprint, forget_prepared, write_prepared

HOW_TO_BEGIN = "Nobody can sign in to the newsroom yet: make the first account with `warta createsuperuser`."


def prepare(*, demo: bool) -> None:
    """Safe to repeat: each step does only what is missing."""
    home = Path(settings.HOME)
    with one_at_a_time(home):
        forget_prepared(home)
        migrate_if_needed()
        set_up_site()
        is_staffed = get_user_model().objects.filter(is_staff=True, is_active=True).exists()
        word = Prepared(
            # Without anybody who can sign in the hint must be looked at anew at each start.
            fingerprint=fingerprint(home, os.environ, demo=demo) if is_staffed else "",
            site_url=settings.SITE_URL,
            version=version("warta"),
            hint="" if is_staffed else HOW_TO_BEGIN,
        )
        write_prepared(home, word)
