"""What the bot answers about accounts. Whatever else is said to it, another room may answer."""

from __future__ import annotations

import re

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from warta.outbox.ports import Incoming, Message
from warta.readers.contacts.telegram import claim_link, masked_address, unlink_chat
from warta.readers.models import User

START = re.compile(r"/start(?:@\w+)? ([0-9a-z]{26})")
UNLINK = re.compile(r"/unlink(?:@\w+)?")


def answer_to(said: Incoming) -> Message | None:
    """None: it is not about accounts, or was not said in private, where alone a link may be made."""
    if not said.is_private:
        return None
    with override(said.language):
        if found := START.fullmatch(said.text):
            return _start(claim_link(found[1], chat=said.chat, account=said.account))
        if UNLINK.fullmatch(said.text):
            return _unlinked(unlink_chat(said.chat))
    return None


def _start(person: User | None) -> Message:
    if person is None:
        return Message(
            _("This link is no longer good"),
            _("Open your account's page at %(site)s again and begin anew.") % {"site": settings.SITE_NAME},
        )
    facts = {"site": settings.SITE_NAME, "address": masked_address(person.email)}
    return Message(
        _("One more step"),
        _(
            "This Telegram account is to be linked to the account %(address)s at %(site)s. Go back to its page and "
            "confirm it there.\nIf that is not your account, do nothing; should it happen all the same, send /unlink."
        )
        % facts,
    )


def _unlinked(was_linked: bool) -> Message:
    if was_linked:
        return Message(_("Unlinked"), _("This Telegram account belongs to no account any more."))
    return Message(_("Not linked"), _("This Telegram account belongs to no account."))
