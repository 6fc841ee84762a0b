"""What may happen to an account, and how its owner is told of it. Who adds a kind adds its line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`words` may name facts, as in "%(field)s". `is_disputable`: "this was not me" can be said of it.

    `ends_others`: once it is noted, the person's other sessions are over. `tone` is how loudly the timeline says it.
    """

    words: str | Promise
    is_disputable: bool = True
    ends_others: bool = False
    tone: str = "plain"  # plain, good, warning


KINDS: dict[str, Kind] = {
    # Signing in: noted by sign_ins itself at Django's user_logged_in; nobody else needs to.
    "signed_in": Kind(_("Signed in")),
    "sign_in_failed": Kind(_("Somebody tried to sign in and failed"), is_disputable=False, tone="warning"),
    "second_factor_failed": Kind(_("Somebody got past the first proof of a sign-in, and not past the second one"),
                                 tone="warning"),
    "sign_in_held": Kind(_("A sign-in was held until it is confirmed"), tone="warning"),
    "signed_up": Kind(_("The account was made"), is_disputable=False, tone="good"),
    "session_ended": Kind(_("A sign-in was ended from the list"), is_disputable=False),
    "sessions_ended": Kind(_("The other sign-ins were ended"), is_disputable=False),
    "code_sent": Kind(_("A code was sent to the e-mail address"), is_disputable=False),
    # Ways of signing in.
    "password_changed": Kind(_("The password was changed"), ends_others=True),
    "password_removed": Kind(_("The password was removed"), ends_others=True),
    "password_reset": Kind(_("A new password was set with a code"), ends_others=True),
    "factor_added": Kind(_("A way of signing in was added: %(factor)s")),
    "factor_removed": Kind(_("A way of signing in was removed: %(factor)s"), ends_others=True),
    "factor_renamed": Kind(_("A way of signing in was renamed")),
    "recovery_codes_made": Kind(_("New recovery codes were made")),
    "recovery_code_used": Kind(_("A recovery code was used"), tone="warning"),
    # Contacts and profile.
    "contact_changed": Kind(_("A contact was changed: %(contact)s"), tone="warning"),
    "contact_confirmed": Kind(_("A contact was confirmed: %(contact)s"), tone="good"),
    "contact_removed": Kind(_("A contact was removed: %(contact)s"), tone="warning"),
    "telegram_linked": Kind(_("Telegram was linked")),
    "telegram_unlinked": Kind(_("Telegram was unlinked")),
    "profile_changed": Kind(_("The profile was changed")),
    "profile_shown": Kind(_("The profile was shown in full")),
    "consent_given": Kind(_("A consent was given"), is_disputable=False),
    "consent_withdrawn": Kind(_("A consent was withdrawn"), is_disputable=False),
    # Own data.
    "data_asked": Kind(_("A copy of everything was asked for")),
    "data_downloaded": Kind(_("A copy of everything was downloaded"), tone="warning"),
    "deletion_asked": Kind(_("The deletion of the account was asked for"), tone="warning"),
    "deletion_called_off": Kind(_("The deletion of the account was called off"), tone="good"),
    "data_read": Kind(_("Somebody of the newsroom looked at your data, and had to say why"), is_disputable=False),
    # Prizes.
    "prize_claimed": Kind(_("A prize was claimed"), tone="good"),
    "voucher_shown": Kind(_("A voucher was shown"), tone="warning"),
    # What follows.
    "disowned": Kind(_("You said: this was not me. Everybody was signed out and the password no longer works"),
                     is_disputable=False, tone="good"),
}  # fmt: skip
