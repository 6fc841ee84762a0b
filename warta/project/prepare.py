"""Makes a site ready to run: database, first pages, and demonstration content where asked for."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from warta.articles.models import ArticlePage, Origin
from warta.importing.demo.load import fill_empty_site
from warta.importing.demo.marks import mark
from warta.operations.migrating import keep_database_to_its_owner, migrate_if_needed, one_at_a_time
from warta.operations.prepared import Prepared, fingerprint, forget_prepared, write_prepared
from warta.project.secrets import kept_secret
from warta.project.site import set_up
from warta.readers.services import ensure_demo_member

HOW_TO_BEGIN = "Nobody can sign in to the newsroom yet: run `warta member add YOUR@ADDRESS --superuser`."

DEMO_EDITOR = "redaksi@warta.example"
# Whoever tries Warta sees all of it: the desk of comments and the campaign, too.
DEMO_ROLES = ("editor", "moderator", "campaign-manager")
KEPT_AS = "demo-editor"  # its password: made once, kept where only the owner reads it


def prepare(*, demo: bool) -> None:
    """Safe to repeat: each step does only what is missing."""
    home = Path(settings.HOME)
    with one_at_a_time(home):
        forget_prepared(home)
        keep_database_to_its_owner()
        migrate_if_needed()
        set_up()
        sign_in = _demonstrate(home) if demo else ""
        is_staffed = get_user_model().objects.filter(is_staff=True, is_active=True).exists()
        word = Prepared(
            # Without anybody who can sign in the hint must be looked at anew at each start.
            fingerprint=fingerprint(home, os.environ, demo=demo) if is_staffed else "",
            version=version("warta"),
            sign_in=sign_in,
            hint="" if is_staffed else HOW_TO_BEGIN,
        )
        write_prepared(home, word)


def _demonstrate(home: Path) -> str:
    """Fill an empty site; the address that signs in to its newsroom, "" when its password was changed since."""
    fill_empty_site()
    if not ArticlePage.objects.filter(origin=Origin.DEMO).exists():
        return ""  # a site with articles of its own wants nobody with a known password
    password = kept_secret(home, KEPT_AS)
    editor = ensure_demo_member(DEMO_EDITOR, roles=DEMO_ROLES, password=password)
    mark(editor)
    return DEMO_EDITOR if editor.is_active and editor.check_password(password) else ""
