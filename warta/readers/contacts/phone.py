"""A phone number, from being typed to being proven. It is nobody's until its code came back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from warta.lib.addresses import shared_by_one_household
from warta.lib.clock import now
from warta.lib.limits import Limit
from warta.limits.services import take_all
from warta.outbox.models import EMAIL, TELEGRAM, Lane
from warta.readers import vault
from warta.readers.contacts import telling
from warta.readers.mails.services import put_in_line
from warta.readers.models import LinkedTelegram, PhoneCheck, User
from warta.readers.ports import PhoneCode, send_phone_code
from warta.readers.profile.services import note_phone_confirmed
from warta.readers.signing_in import address_of, too_often
from warta.readers.vault_fields import PHONE, TELEGRAM_CHAT, spelled_phone

DIGITS, MINUTES, TRIES = 6, 10, 3
SHORTEST, LONGEST = 8, 15  # digits; E.164 allows 15
PLACE = "contacts.phone_check"
# A code costs money with most senders and annoys who gets one unasked: few to a number, whoever asks.
PER_NUMBER = Limit(5, seconds=3600, burst=3)
PER_PERSON = Limit(8, seconds=3600, burst=4)
PER_ADDRESS = Limit(40, seconds=3600, burst=12)

CHANGED = gettext_noop("The phone number was changed")
REMOVED = gettext_noop("The phone number was removed")


class PhoneRefused(Exception):
    """The number or the code is not taken; the message says what to do."""


def begin_check(person: User, text: str, *, request: HttpRequest) -> None:
    """Send a code for this number; the code before is worth nothing from now on. Raises PhoneRefused.

    Whether somebody else has the number makes no difference here.
    """
    number = spelled_phone(text)
    if not SHORTEST <= len(number) - 1 <= LONGEST:
        raise PhoneRefused(_("Write the number with its area or country code, such as 0812 3456 7890."))
    _take_leave(person, number, request)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        PhoneCheck.objects.filter(person=person).delete()
        check = PhoneCheck(person=person, expires_at=now() + timedelta(minutes=MINUTES))
        check.sealed = vault.sealed_for(person, f"{PLACE}.{check.id}", number)
        check.code_hash = _hash(check, code)
        check.way = _send(person, number, code)
        check.save(force_insert=True)


def number_under_way(person: User) -> str:
    """The number for which a code is under way; "" when there is none. Raises VaultClosed."""
    check = _living_check(person)
    return vault.opened_for(person, f"{PLACE}.{check.id}", bytes(check.sealed)) if check else ""


def way_of_code(person: User) -> str:
    """Where the code under way went: "phone", "telegram", "email", or "" when there is none."""
    check = _living_check(person)
    return check.way if check else ""


def finish_check(person: User, text: str, *, request: HttpRequest) -> None:
    """Keep the number, if this is its code. Raises PhoneRefused. A code is redeemed once, and three times tried."""
    check = _living_check(person)
    if check is None or not _counted(check):
        raise PhoneRefused(_("This code is used up or too old. Have a new one sent."))
    if not hmac.compare_digest(check.code_hash, _hash(check, _digits(text))):
        raise PhoneRefused(_wrong_code(TRIES - 1 - check.tries))
    if not PhoneCheck.objects.filter(pk=check.pk).delete()[0]:
        raise PhoneRefused(_("This code is used up or too old. Have a new one sent."))
    number = vault.opened_for(person, f"{PLACE}.{check.id}", bytes(check.sealed))
    try:
        _keep(person, number, request=request)
    except vault.ValueTaken:
        # Not whose it is, nor since when: a number is given anew by its network after a while.
        raise PhoneRefused(_("This number can't be added to this account. Ask us for help.")) from None


def call_off_check(person: User) -> None:
    """Forget the number that was typed. Safe to repeat."""
    PhoneCheck.objects.filter(person=person).delete()


def remove_phone(person: User, *, request: HttpRequest) -> bool:
    """Take the number out. False: there was none."""
    with transaction.atomic():
        before = vault.own_value(person, PHONE)
        if not before:
            return False
        telling.keep_former(person, telling.PHONE, before)
        vault.keep(person, PHONE, "", by=person)
        _tell(person, "contact_removed", REMOVED, request)
    return True


def take_back_phone(person: User, moment: datetime) -> None:
    """Somebody else changed it since `moment`: the number from before comes back, and stays theirs."""
    before = telling.first_since(person, telling.PHONE, moment)
    if before:
        vault.keep(person, PHONE, before, by=person)
        try:
            vault.confirm(person, PHONE, by=person)
        except vault.ValueTaken:
            vault.keep(person, PHONE, "", by=person)


def forget_checks() -> int:
    """Delete numbers whose code never came back. Safe to repeat. Returns how many."""
    return PhoneCheck.objects.filter(expires_at__lt=now()).delete()[0]


def masked_phone(number: str) -> str:
    """Enough to know one's own by: +62 ••• 7890."""
    return f"{number[:3]} ••• {number[-4:]}" if number else ""


def _keep(person: User, number: str, *, request: HttpRequest) -> None:
    with transaction.atomic():
        before = vault.own_value(person, PHONE)
        vault.keep(person, PHONE, number, by=person)
        vault.confirm(person, PHONE, by=person)
        if before and before != number:
            telling.keep_former(person, telling.PHONE, before)
        _tell(person, "contact_changed" if before else "contact_confirmed", CHANGED, request)
        note_phone_confirmed(person)


def _tell(person: User, kind: str, what: str, request: HttpRequest) -> None:
    telling.tell_of_change(person, kind, to=person.email, contact="phone", what=what, request=request)


def _send(person: User, number: str, code: str) -> str:
    """Returns the way that it goes."""
    language = person.language or settings.LANGUAGE_CODE
    if send_phone_code(PhoneCode(person.public_id, number, code, MINUTES, language)):
        return telling.PHONE
    is_linked = LinkedTelegram.objects.filter(person=person).exists() and bool(settings.TELEGRAM_TOKEN)
    to = vault.own_value(person, TELEGRAM_CHAT) if is_linked else ""
    put_in_line(
        "phone_code", to=to or person.email, person=person, channel=TELEGRAM if to else EMAIL, language=language,
        facts={"code": f"{code[:3]} {code[3:]}", "minutes": str(MINUTES), "phone": masked_phone(number)},
        lane=Lane.CODES, lives_seconds=MINUTES * 60,
    )  # fmt: skip
    return telling.TELEGRAM if to else telling.EMAIL


def _take_leave(person: User, number: str, request: HttpRequest) -> None:
    place = shared_by_one_household(address_of(request))
    wait = take_all(
        [
            (f"phone codes to {number}", PER_NUMBER),
            (f"phone codes of {person.public_id}", PER_PERSON),
            (f"phone codes from {place}", PER_ADDRESS),
        ]
    )
    if wait:
        raise PhoneRefused(too_often(wait))


def _living_check(person: User) -> PhoneCheck | None:
    return PhoneCheck.objects.filter(person=person, expires_at__gt=now(), tries__lt=TRIES).first()


def _counted(check: PhoneCheck) -> bool:
    """Count one try; many at once get no more than three between them."""
    return bool(PhoneCheck.objects.filter(pk=check.pk, tries__lt=TRIES).update(tries=F("tries") + 1))


def _wrong_code(left: int) -> str:
    if left < 1:
        return _("That was not the code, for the third time. Have a new one sent.")
    return ngettext(
        "That is not the code. You can try it once more.",
        "That is not the code. You can try %(left)d more times.",
        left,
    ) % {"left": left}


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isdigit())


def _hash(check: PhoneCheck, code: str) -> str:
    """Keyed: six digits are soon tried by who has nothing but the table."""
    told = "\0".join(("warta phone code", check.id, code)).encode("utf-8")
    return hmac.new(settings.SECRET_KEY.encode("utf-8"), told, hashlib.sha256).hexdigest()
