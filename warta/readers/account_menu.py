"""What an account's pages have beside them: one entry for each subject, in the order in which they are shown."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The name of the address, and what the entry is called.
ENTRIES: tuple[tuple[str, str | Promise], ...] = (
    ("account_overview", _("Overview")),
    ("account_profile", _("Profile")),
    ("account_contacts", _("How we reach you")),
    ("sign_in_methods", _("Signing in")),
    ("security_timeline", _("What happened")),
    ("open_sessions", _("Where I am signed in")),
    ("consents", _("Agreements")),
    ("account_campaigns", _("Campaigns")),
    ("own_comments", _("Comments")),
    ("own_data", _("Your data")),
)
