"""Readers for a benchmark: many at once with values in the vault, a few of them with a session of their own.

`DJANGO_SETTINGS_MODULE` and the site's environment must be set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warta.readers.models import User, VaultKey, VaultValue

AT_ONCE = 2000


@dataclass(frozen=True)
class Reader:
    public_id: str
    session_key: str


def make_readers(count: int, *, signed_in: int) -> list[Reader]:
    """Make them, each with a name, a phone and where they live; returns those who are signed in, the first ones."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "warta.project.settings"
    django.setup()
    from django.db import connection, transaction

    from warta.readers.models import User, VaultKey, VaultValue

    numbers = iter(range(count))
    first: list[User] = []
    while lot := list(islice(numbers, AT_ONCE)):
        with transaction.atomic():
            made = [User(email=f"p{number}@pembaca.example", password="!") for number in lot]
            people = User.objects.bulk_create(made)
            keys, values = zip(
                *(sealed(person, number) for person, number in zip(people, lot, strict=True)), strict=True
            )
            VaultKey.objects.bulk_create(keys)
            VaultValue.objects.bulk_create([value for several in values for value in several])
        first += people[: max(0, signed_in - len(first))]
    readers = [Reader(person.public_id, session_of(person)) for person in first]
    connection.close()
    return readers


def sealed(person: User, number: int) -> tuple[VaultKey, list[VaultValue]]:
    from warta.lib.crypto import new_key
    from warta.readers.key_ring import ring
    from warta.readers.models import VaultKey

    key = new_key()
    master, wrapped = ring().wrap(key, person.subject)
    return VaultKey(person=person, master=master, wrapped=wrapped), list(sealed_values(person, number, key))


def sealed_values(person: User, number: int, key: bytes) -> Iterator[VaultValue]:
    from warta.lib.crypto import seal
    from warta.readers.key_ring import ring
    from warta.readers.models import VaultValue
    from warta.readers.vault import current_index, place_of
    from warta.readers.vault_fields import FULL_NAME, PHONE, PROVINCE, REGENCY

    said = {
        FULL_NAME: f"Pembaca Nomor {number}",
        PHONE: f"+62812{number:08}",
        PROVINCE: "34",
        REGENCY: "Kota Yogyakarta",
    }
    for field, text in said.items():
        bytes_ = seal(text.encode("utf-8"), key=key, place=place_of(person.public_id, field.name))
        yield VaultValue(person=person, field=field.name, sealed=bytes_, **current_index(field, text, ring()))


def session_of(person: User) -> str:
    """A session as signing in makes one, whose proof will be fresh for as long as the benchmark runs."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from warta.lib.clock import now

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["proven_at"] = now().timestamp()
    session.save()
    return str(session.session_key)
