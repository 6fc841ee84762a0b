"""Telling the owner of an account that a contact changed: a line in the timeline, and a mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from warta.lib.clock import now
from warta.readers import vault
from warta.readers.mails.services import put_in_line
from warta.readers.models import FormerContact, User
from warta.readers.sign_ins.links import not_me_link
from warta.readers.sign_ins.services import note

EMAIL, PHONE, TELEGRAM = "email", "phone", "telegram"
# As long as a link "this was not me" is good for, and some more for who was away.
FORMER_DAYS = 30
PLACE = "contacts.former_contact"


def tell_of_change(
    person: User, kind: str, *, to: str, contact: str, what: str, request: HttpRequest | None
) -> None:  # fmt: skip
    """Note it and write to the address `to`; `what` is a sentence marked with `gettext_noop`. Inside the transaction
    that made the change."""
    event = note(person, kind, request=request, facts={"contact": contact})
    language = person.language or settings.LANGUAGE_CODE
    facts = {"what": what, "when": event.at.isoformat(), "link": not_me_link(event, language)}
    for address in {to, *former_addresses(person)}:
        put_in_line("contact_changed", to=address, person=person, facts=facts, language=language)


def keep_former(person: User, kind: str, value: str) -> None:
    """Remember what is about to be replaced."""
    FormerContact.objects.create(person=person, kind=kind, sealed=vault.sealed_for(person, PLACE, value))


def former_addresses(person: User) -> list[str]:
    """Addresses of the last weeks: a change made by a stranger must not silence the owner after the first mail."""
    recent = FormerContact.objects.filter(
        person=person, kind=EMAIL, replaced_at__gt=now() - timedelta(days=FORMER_DAYS)
    )
    return [vault.opened_for(person, PLACE, bytes(row.sealed)) for row in recent]


def first_since(person: User, kind: str, moment: datetime) -> str:
    """What this contact was before everything that happened since `moment`; "" when nothing did."""
    rows = FormerContact.objects.filter(person=person, kind=kind, replaced_at__gte=moment).order_by("replaced_at", "pk")
    first = rows.first()
    return vault.opened_for(person, PLACE, bytes(first.sealed)) if first else ""


def forget_former() -> int:
    """Delete what is older than it is good for. Safe to repeat. Returns how many."""
    return FormerContact.objects.filter(replaced_at__lt=now() - timedelta(days=FORMER_DAYS)).delete()[0]
