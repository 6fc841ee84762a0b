"""Another e-mail address for an account: proven by a code sent there, told to the one before."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from warta.audit.services import record
from warta.lib.crypto import normalised
from warta.readers.accounts.codes import CodeRefused, code_under_way, redeem, send_code
from warta.readers.contacts import telling
from warta.readers.models import User

PURPOSE = "change address"
CHANGED = gettext_noop("The e-mail address was changed")


class AddressRefused(Exception):
    """The message says what to do."""


def begin_change(person: User, text: str, *, request: HttpRequest) -> None:
    """Send a code to the new address. Raises AddressRefused. Whether it has an account makes no difference here."""
    address = normalised(text)
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(_("Write an e-mail address such as name@example.com.")) from None
    if address == person.email:
        raise AddressRefused(_("This is the address of your account already."))
    try:
        send_code(request, address, purpose=_purpose(person), kind="address_code")
    except CodeRefused as refusal:
        raise AddressRefused(str(refusal)) from None


def address_under_way(person: User, request: HttpRequest) -> str:
    """The new address for which a code is under way; "" when there is none."""
    pending = code_under_way(request, _purpose(person))
    return pending.email if pending is not None and pending.is_alive else ""


def finish_change(person: User, text: str, *, request: HttpRequest) -> None:
    """Make the proven address the account's. Raises AddressRefused."""
    try:
        address = redeem(request, text, purpose=_purpose(person)).email
        with transaction.atomic():
            _change(person, address, request=request)
    except CodeRefused as refusal:
        raise AddressRefused(str(refusal)) from None
    except IntegrityError:  # they have proven that this address is theirs, so it is no secret to them
        raise AddressRefused(
            _("There is another account with this address. Sign in to that one, or delete it.")
        ) from None


def take_back_address(person: User, moment: datetime) -> None:
    """Somebody else changed it since `moment`: the address from before comes back, unless it has an account by now."""
    before = telling.first_since(person, telling.EMAIL, moment)
    if before and not User.objects.filter(email=before).exclude(pk=person.pk).exists():
        _write(person, before)


def _change(person: User, address: str, *, request: HttpRequest) -> None:
    before = person.email
    telling.keep_former(person, telling.EMAIL, before)
    _write(person, address)
    telling.tell_of_change(person, "contact_changed", to=before, contact="e-mail", what=CHANGED, request=request)
    record("account.address_changed", actor=person.public_id, subject=person.subject)


def _write(person: User, address: str) -> None:
    person.email = address
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()  # the account library's own list; ours is the one that counts


def _purpose(person: User) -> str:
    """A code asked for by one account changes no other's address, though both sign in from one browser."""
    return f"{PURPOSE} of {person.public_id}"
