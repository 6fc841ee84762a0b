"""Telegram linked to an account: begun on the site, claimed in Telegram, confirmed on the site."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.lib.limits import Limit
from warta.lib.text import tidy
from warta.limits.services import take
from warta.outbox.inbox import bot_name
from warta.outbox.models import TELEGRAM
from warta.readers import vault
from warta.readers.contacts import telling
from warta.readers.mails.services import put_in_line
from warta.readers.models import LinkedTelegram, TelegramBinding, User
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.services import note
from warta.readers.signing_in import too_often
from warta.readers.vault_fields import TELEGRAM_CHAT

MINUTES = 10
PLACE, NAME_PLACE = "contacts.telegram_binding", "contacts.linked_telegram.name"
LONGEST_NAME = 64
PER_PERSON = Limit(20, seconds=3600, burst=6)
PER_CHAT = Limit(30, seconds=3600, burst=10)  # of tokens of 130 bits nobody guesses one; this spares the database
UNLINKED = gettext_noop("Telegram was unlinked")


class LinkRefused(Exception):
    """The message says what to do."""


@dataclass(frozen=True)
class Claim:
    """A claimed link that waits for its confirmation: which one, and the Telegram account in masked form."""

    id: str
    account: str


def begin_link(person: User) -> str:
    """The address that opens the bot in Telegram with a new token; one begun before is worth nothing any more.

    Good for ten minutes and for one claim. Raises LinkRefused.
    """
    name = bot_name()
    if not name:
        raise LinkRefused(_("Telegram can't be linked just now. Try again in a few minutes."))
    wait = take(f"telegram links of {person.public_id}", PER_PERSON)
    if wait:
        raise LinkRefused(too_often(wait))
    token = opaque_id()
    with transaction.atomic():
        TelegramBinding.objects.filter(person=person).delete()
        TelegramBinding.objects.create(
            person=person, token_hash=_hash(token), expires_at=now() + timedelta(minutes=MINUTES)
        )
    return f"https://t.me/{name}?start={token}"


def claim_link(token: str, *, chat: str, account: str) -> User | None:
    """From the bot's side: this chat came with this token. Whose account it is to be linked to, or None: the token is
    forged, too old, or was claimed by another chat. Safe to repeat by the same chat.

    `account` is how Telegram calls the chat's owner; both are sealed.
    """
    if take(f"telegram claims of {chat}", PER_CHAT):
        return None
    binding = TelegramBinding.objects.filter(token_hash=_hash(token), expires_at__gt=now()).first()
    if binding is None or not binding.person.is_active:
        return None
    if binding.is_claimed:
        return binding.person if _claimed(binding)["chat"] == chat else None
    told = json.dumps({"chat": chat, "account": tidy(account)[:LONGEST_NAME]}, ensure_ascii=False)
    sealed = vault.sealed_for(binding.person, _place(binding), told)
    free = TelegramBinding.objects.filter(pk=binding.pk, sealed=None)
    return binding.person if free.update(sealed=sealed) else None


def link_under_way(person: User) -> Claim | None:
    """The claim that waits for the person's confirmation."""
    binding = _living(person)
    if binding is None or not binding.is_claimed:
        return None
    return Claim(binding.id, masked_account(_claimed(binding)["account"]))


def is_begun(person: User) -> bool:
    """Whether a token is out that nobody claimed yet."""
    binding = _living(person)
    return binding is not None and not binding.is_claimed


def confirm_link(person: User, claim_id: str, *, request: HttpRequest) -> None:
    """The person says that the claim which they were shown is theirs. Raises LinkRefused.

    The claim is named, so that another one that took its place meanwhile is not confirmed unseen.
    """
    binding = _living(person)
    if binding is None or not binding.is_claimed or not hmac.compare_digest(binding.id, claim_id):
        raise LinkRefused(_("This link is used up or too old. Begin again."))
    if not TelegramBinding.objects.filter(pk=binding.pk).delete()[0]:
        raise LinkRefused(_("This link is used up or too old. Begin again."))
    claimed = _claimed(binding)
    try:
        _link(person, claimed["chat"], claimed["account"], request=request)
    except vault.ValueTaken:
        raise LinkRefused(_("This Telegram account belongs to another account here. Unlink it there first.")) from None


def call_off_link(person: User) -> None:
    """Forget a link that was begun. Safe to repeat."""
    TelegramBinding.objects.filter(person=person).delete()


def unlink(person: User, *, request: HttpRequest | None = None) -> bool:
    """Take the chat out. False: none was linked. Safe to repeat."""
    with transaction.atomic():
        if not LinkedTelegram.objects.filter(person=person).delete()[0]:
            return False
        vault.keep(person, TELEGRAM_CHAT, "", by=person)
        telling.tell_of_change(
            person, "telegram_unlinked", to=person.email, contact="Telegram", what=UNLINKED, request=request
        )
    return True


def unlink_chat(chat: str) -> bool:
    """From the bot's side: who holds this chat wants no account to have it. False: none has."""
    person = vault.person_with(TELEGRAM_CHAT, chat)
    return unlink(person) if person is not None else False


def take_back_link(person: User, moment: datetime) -> None:
    """Somebody else linked a chat since `moment`: it goes."""
    if LinkedTelegram.objects.filter(person=person, linked_at__gte=moment).delete()[0]:
        vault.keep(person, TELEGRAM_CHAT, "", by=person)
    call_off_link(person)


def linked_account(person: User) -> str:
    """The linked Telegram account in masked form; "" when there is none."""
    linked = LinkedTelegram.objects.filter(person=person).first()
    return masked_account(vault.opened_for(person, NAME_PLACE, bytes(linked.sealed_name))) if linked else ""


def forget_bindings() -> int:
    """Delete links that were begun and never confirmed. Safe to repeat. Returns how many."""
    return TelegramBinding.objects.filter(expires_at__lt=now()).delete()[0]


def masked_account(name: str) -> str:
    """Enough to know one's own by: @bu•••."""
    shown = 3 if name.startswith("@") else 2
    return f"{name[:shown]}•••"


def masked_address(address: str) -> str:
    """The same for an e-mail address: d•••@p•••.example."""
    local, _at, domain = address.partition("@")
    name, dot, ending = domain.rpartition(".")
    return f"{local[:1]}•••@{name[:1]}•••{dot}{ending}"


def _link(person: User, chat: str, account: str, *, request: HttpRequest) -> None:
    language = person.language or settings.LANGUAGE_CODE
    with transaction.atomic():
        vault.keep(person, TELEGRAM_CHAT, chat, by=person)
        vault.confirm(person, TELEGRAM_CHAT, by=person)
        sealed = vault.sealed_for(person, NAME_PLACE, account)
        LinkedTelegram.objects.update_or_create(person=person, defaults={"sealed_name": sealed, "linked_at": now()})
        event = note(person, "telegram_linked", request=request)
        facts = {"account": masked_account(account), "when": event.at.isoformat(), "link": not_me_link(event, language)}
        put_in_line("telegram_linked", to=person.email, person=person, facts=facts, language=language)
        put_in_line("telegram_hello", to=chat, person=person, facts={}, language=language, channel=TELEGRAM)


def _living(person: User) -> TelegramBinding | None:
    return TelegramBinding.objects.filter(person=person, expires_at__gt=now()).first()


def _claimed(binding: TelegramBinding) -> dict[str, str]:
    told = json.loads(vault.opened_for(binding.person, _place(binding), bytes(binding.sealed or b"")))
    return {"chat": str(told["chat"]), "account": str(told["account"])}


def _place(binding: TelegramBinding) -> str:
    return f"{PLACE}.{binding.id}"


def _hash(token: str) -> str:
    told = f"warta telegram link\0{token}".encode("utf-8", "replace")
    return hmac.new(settings.SECRET_KEY.encode("utf-8"), told, hashlib.sha256).hexdigest()
