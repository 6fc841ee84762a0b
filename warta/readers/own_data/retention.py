"""What is kept of a person, how long, and why: the one table. Jobs run by it and the privacy notice states it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Rule:
    """`hours` is how long; what carries out the rule stands in `own_data.forgetting` under its name."""

    name: str
    hours: int
    what: str | Promise
    why: str | Promise

    @property
    def period(self) -> timedelta:
        return timedelta(hours=self.hours)

    @property
    def how_long(self) -> str:
        """In words, in the language that is active."""
        days, hours = divmod(self.hours, 24)
        if hours:
            return ngettext("%(count)d hour", "%(count)d hours", self.hours) % {"count": self.hours}
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


DAY = 24

UNCONFIRMED = Rule(
    "unconfirmed", 7 * DAY, _("Accounts whose address was never confirmed"),
    _("Nobody has shown that the address is theirs."),
)  # fmt: skip
SESSIONS = Rule(
    "sessions", 14 * DAY, _("Sessions that are not used"), _("So that nobody has to sign in every day."),
)  # fmt: skip
SIGN_INS = Rule(
    "sign_ins", 180 * DAY, _("Sign-in history and the security timeline"),
    _("Long enough to recognise how you sign in."),
)  # fmt: skip
FORMER_CONTACTS = Rule(
    "former_contacts",
    30 * DAY,
    _("Your contacts of before a change"),
    _("So that a stranger who changes them can't silence you."),
)
MAILS = Rule(
    "mails", 1 * DAY, _("Mails that wait to be sent, and codes"), _("Codes live for minutes; what is sent is erased."),
)  # fmt: skip
DOWNLOADS = Rule(
    "downloads", 7 * DAY, _("A download of your data"), _("Long enough to fetch it."),
)  # fmt: skip
DELETION_GRACE = Rule(
    "deletion_grace", 1 * DAY, _("An account after its deletion was asked for"),
    _("So that a careless minute, yours or a stranger's, can be taken back."),
)  # fmt: skip
KEY_COPIES = Rule(
    "key_copies", 14 * DAY, _("The key to your sealed data in backups"),
    _("So that a broken disk costs nobody their data; afterwards older backups can't open it any more."),
)  # fmt: skip
COMPLAINANTS = Rule(
    "complainants", 14 * DAY, _("The address of who complained about a comment, after our answer"),
    _("For whoever answers to our answer."),
)  # fmt: skip

CAMPAIGNS = Rule(
    "campaigns", 180 * DAY, _("Which comments took part in a campaign, and what tells entries apart, after its end"),
    _("So that a question about a draw can be answered; the sealed list itself has no names and stays."),
)  # fmt: skip

RULES: tuple[Rule, ...] = (
    UNCONFIRMED,
    SESSIONS,
    SIGN_INS,
    FORMER_CONTACTS,
    MAILS,
    DOWNLOADS,
    DELETION_GRACE,
    KEY_COPIES,
    COMPLAINANTS,
    CAMPAIGNS,
)
