"""What a person is asked for, each purpose by itself: which text it rests on, and in plain words what it means.

A purpose of another room is one line here; the room asks `terms.queries.has_consented`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TERMS_OF_USE = "terms-of-use"
PRIVACY = "privacy"


class Basis(Enum):
    """Why the law lets it be: the account's contract, an agreement, or an interest that one may object to."""

    CONTRACT = _("needed for the account")
    CONSENT = _("only if you agree")
    INTEREST = _("stands unless you object")


@dataclass(frozen=True)
class Purpose:
    """`document` is the slug of the text that was agreed to. Nothing of a name ever changes: receipts hold it."""

    name: str
    document: str
    basis: Basis
    label: str | Promise
    meaning: str | Promise

    @property
    def is_required(self) -> bool:
        """Withdrawn only by deleting the account."""
        return self.basis is Basis.CONTRACT

    @property
    def is_objected_to(self) -> bool:
        """Nobody has to agree; it ends when a person objects."""
        return self.basis is Basis.INTEREST


ACCOUNT = Purpose(
    "account", TERMS_OF_USE, Basis.CONTRACT, _("Having an account"),
    _("You keep to the terms of use, and we keep your account by them."),
)  # fmt: skip
PRIVACY_READ = Purpose(
    "privacy", PRIVACY, Basis.CONTRACT, _("The privacy notice"),
    _("You were told what is kept of you, what for and how long."),
)  # fmt: skip
NEWSLETTER = Purpose(
    "newsletter", PRIVACY, Basis.CONSENT, _("News by e-mail"),
    _("We send the digests that you chose to your e-mail address."),
)  # fmt: skip
BREAKING_ALERTS = Purpose(
    "breaking_alerts", PRIVACY, Basis.CONSENT, _("Breaking news"),
    _("We tell you at once, on the channels that you chose, when something big happens."),
)  # fmt: skip
CAMPAIGNS = Purpose(
    "campaigns", PRIVACY, Basis.CONSENT, _("Taking part in campaigns"),
    _("We use your profile to see that each person takes part once, and to hand over a prize."),
)  # fmt: skip
WINNER_NAMES = Purpose(
    "winner_names", PRIVACY, Basis.CONSENT, _("Being named as a winner"),
    _("Where you won a prize, the public list of winners shows your public name in full; otherwise it is masked."),
)  # fmt: skip
COMMENT_REPLIES = Purpose(
    "comment_replies", PRIVACY, Basis.INTEREST, _("Mails about answers to your comments"),
    _("We write to your e-mail address when somebody answers a comment of yours, at most once an hour for each."),
)  # fmt: skip
SECURITY_PROFILING = Purpose(
    "security_profiling", PRIVACY, Basis.INTEREST, _("Noticing unusual sign-ins"),
    _("We compare each sign-in with your earlier ones, to notice when somebody else has your password."),
)  # fmt: skip

PURPOSES: tuple[Purpose, ...] = (
    ACCOUNT, PRIVACY_READ, NEWSLETTER, BREAKING_ALERTS, CAMPAIGNS, WINNER_NAMES, COMMENT_REPLIES, SECURITY_PROFILING,
)  # fmt: skip
AT_SIGN_UP = (ACCOUNT, PRIVACY_READ)

# Where an answer was given, as receipts hold it and as their owner reads it.
WAYS: dict[str, str | Promise] = {
    "sign_up": _("when signing up"),
    "consents_page": _("on the page of consents"),
    "asked_again": _("when asked again about a new version"),
    "mail_link": _("by the link in a mail"),
    "campaign": _("when entering a campaign"),
    "channel": _("on a channel, such as Telegram"),
}


def purpose_named(name: str) -> Purpose | None:
    return next((purpose for purpose in PURPOSES if purpose.name == name), None)
