"""What this room itself holds of a person, for their download."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.audit.models import AuditEntry
from warta.readers import vault
from warta.readers.contacts.telegram import NAME_PLACE
from warta.readers.contacts.telling import PLACE as FORMER_PLACE
from warta.readers.models import (
    ConsentReceipt,
    Download,
    FormerContact,
    LinkedTelegram,
    OpenSession,
    SecurityEvent,
    User,
)
from warta.readers.own_data.gathering import Row, Source
from warta.readers.sign_ins.origin import opened_origins, table_of
from warta.readers.sign_ins.queries import event_words
from warta.readers.sign_ins.words import device_words, place_words

AT, WHAT = _("When"), _("What")


def account(person: User) -> Iterator[Row]:
    yield {
        "public_id": person.public_id, "email": person.email, "public_name": person.display_name,
        "language": person.language, "joined_at": person.joined_at, "last_sign_in_at": person.last_login,
        "works_in_the_newsroom": person.is_staff, "may_sign_in": person.is_active,
        "roles": sorted(person.groups.values_list("name", flat=True)),
    }  # fmt: skip


def addresses(person: User) -> Iterator[Row]:
    for row in EmailAddress.objects.filter(user=person).order_by("pk"):
        yield {"email": row.email, "is_confirmed": row.verified, "is_first": row.primary}


def profile(person: User) -> Iterator[Row]:
    """What is sealed in the vault, opened for its owner."""
    for kept in vault.FIELDS:
        if value := vault.own_value(person, kept):
            yield {"field": kept.name, "value": value}


def contacts(person: User) -> Iterator[Row]:
    """What else the person is or lately was reached by."""
    for link in LinkedTelegram.objects.filter(person=person):
        name = vault.opened_for(person, NAME_PLACE, bytes(link.sealed_name))
        yield {"kind": "telegram", "value": name, "linked_at": link.linked_at, "replaced_at": None}
    for row in FormerContact.objects.filter(person=person).order_by("pk"):
        value = vault.opened_for(person, FORMER_PLACE, bytes(row.sealed))
        yield {"kind": row.kind, "value": value, "linked_at": None, "replaced_at": row.replaced_at}


def consents(person: User) -> Iterator[Row]:
    for receipt in ConsentReceipt.objects.filter(person=person).select_related("version__document"):
        yield {
            "at": receipt.at, "purpose": receipt.purpose, "answer": receipt.answer,
            "document": receipt.version.document.slug, "version": receipt.version.number,
            "language": receipt.language, "how": receipt.how, "acted_on_at": receipt.settled_at,
        }  # fmt: skip


def ways_of_signing_in(person: User) -> Iterator[Row]:
    """That there is a way, never its secret."""
    if person.has_usable_password():
        yield {"kind": "password", "made_at": None, "used_at": None}
    for row in Authenticator.objects.filter(user=person).order_by("pk"):
        yield {"kind": row.type, "made_at": row.created_at, "used_at": row.last_used_at}


def sessions(person: User) -> Iterator[Row]:
    rows = list(OpenSession.objects.filter(person=person).order_by("-seen_at"))
    for row, origin in zip(rows, opened_origins(person, table_of(OpenSession), [r.origin for r in rows]), strict=True):
        yield {
            "opened_at": row.opened_at, "seen_at": row.seen_at, "device": device_words(origin),
            "place": place_words(origin),
        }  # fmt: skip


def timeline(person: User) -> Iterator[Row]:
    rows = list(SecurityEvent.objects.filter(person=person).order_by("-id"))
    origins = opened_origins(person, table_of(SecurityEvent), [row.origin for row in rows])
    for row, origin in zip(rows, origins, strict=True):
        yield {
            "at": row.at, "what": event_words(row), "kind": row.kind, "device": device_words(origin),
            "place": place_words(origin), "said_not_me_at": row.disowned_at,
        }  # fmt: skip


def downloads(person: User) -> Iterator[Row]:
    for row in Download.objects.filter(person=person):
        yield {"asked_at": row.asked_at, "state": row.state, "fetched_times": row.fetches}


def audit(person: User) -> Iterator[Row]:
    """What was done by the person or to them. Who did it is an opaque id, and told only where it was they."""
    entries = AuditEntry.objects.filter(Q(subject=person.subject) | Q(actor=person.public_id)).order_by("number")
    for entry in entries.iterator():
        yield {"at": entry.at, "action": entry.action, "by_yourself": entry.actor == person.public_id}


SOURCES_OF_READERS: tuple[Source, ...] = (
    Source("account", _("Your account"), account, {
        "public_id": _("Random id"), "email": _("E-mail address"), "public_name": _("Public name"),
        "language": _("Language"), "joined_at": _("Joined"), "last_sign_in_at": _("Last sign-in"),
        "works_in_the_newsroom": _("Works in the newsroom"), "may_sign_in": _("May sign in"), "roles": _("Roles"),
    }),
    Source("addresses", _("E-mail addresses"), addresses, {
        "email": _("E-mail address"), "is_confirmed": _("Confirmed"), "is_first": _("Used for signing in"),
    }),
    Source("profile", _("Your profile"), profile, {"field": WHAT, "value": _("Value")}),
    Source("contacts", _("Other contacts"), contacts, {
        "kind": WHAT, "value": _("Value"), "linked_at": _("Linked"), "replaced_at": _("Replaced"),
    }),
    Source("consents", _("Your agreements"), consents, {
        "at": AT, "purpose": _("What for"), "answer": _("Answer"), "document": _("Text"), "version": _("Version"),
        "language": _("Language"), "how": _("How it was asked"), "acted_on_at": _("Acted on"),
    }),
    Source("ways-of-signing-in", _("Ways of signing in"), ways_of_signing_in, {
        "kind": WHAT, "made_at": _("Added"), "used_at": _("Last used"),
    }),
    Source("sessions", _("Where you are signed in"), sessions, {
        "opened_at": _("Signed in"), "seen_at": _("Last seen"), "device": _("Device"), "place": _("Place"),
    }),
    Source("timeline", _("What happened to your account"), timeline, {
        "at": AT, "what": WHAT, "kind": _("Kind"), "device": _("Device"), "place": _("Place"),
        "said_not_me_at": _("You said it was not you"),
    }),
    Source("downloads", _("Downloads of your data"), downloads, {
        "asked_at": _("Asked for"), "state": _("State"), "fetched_times": _("Fetched"),
    }),
    Source("audit", _("The audit log"), audit, {"at": AT, "action": WHAT, "by_yourself": _("By yourself")}),
)  # fmt: skip
