"""The vault: personal data, sealed under a key of each person's own, which master keys wrap.

What goes in is never logged, and no exception here carries it. Reading another person's data leaves an audit entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from warta.audit.services import SYSTEM, record
from warta.lib.crypto import CryptoFailure, MasterKeys, blind_index, new_key, open_sealed, seal
from warta.lib.text import tidy
from warta.readers.key_ring import ring
from warta.readers.models import User, VaultKey, VaultValue

READ_PERMISSION = "readers.read_vault"
AT_ONCE = 200  # keys wrapped anew before others get a turn at writing


class ValueTaken(Exception):
    """Another person has this value already."""


class VaultClosed(Exception):
    """A value can't be opened: its key is missing or it was changed."""


def spelled_phone(text: str) -> str:
    """A phone number in one spelling: digits with the country's code; Indonesian ones may be written from 0."""
    digits = re.sub(r"\D", "", text)
    if digits.startswith("00"):
        digits = digits[2:]
    elif digits.startswith("0"):
        digits = "62" + digits[1:]
    return f"+{digits}" if digits else ""


@dataclass(frozen=True)
class Field:
    """A kind of value. `is_findable`: it can be searched for exactly; `is_unique`: two people can't have the same."""

    name: str
    spelled: Callable[[str], str] = tidy
    is_findable: bool = False
    is_unique: bool = False


FULL_NAME = Field("full_name")
PHONE = Field("phone", spelled=spelled_phone, is_findable=True, is_unique=True)
FIELDS = (FULL_NAME, PHONE)


def keep(person: User, field: Field, text: str, *, by: User) -> None:
    """Seal a value, or take it out when it is empty. Raises ValueTaken. Safe to repeat."""
    value = field.spelled(text)
    if value == _opened(person, field):
        return
    with transaction.atomic():
        if value:
            _seal(person, field, value)
        else:
            VaultValue.objects.filter(person=person, field=field.name).delete()
        record("vault.kept", actor=by.public_id, subject=person.subject, facts={"field": field.name})


def own_value(person: User, field: Field) -> str:
    """The person's own value for the person's own eyes; "" when there is none. Raises VaultClosed."""
    return _opened(person, field)


def read(person: User, field: Field, *, by: User, reason: str) -> str:
    """Another person's value, which leaves an audit entry. Raises PermissionDenied or VaultClosed."""
    if not by.has_perm(READ_PERMISSION):
        raise PermissionDenied
    with transaction.atomic():
        value = _opened(person, field)
        facts = {"field": field.name, "reason": reason[:200]}
        record("vault.read", actor=by.public_id, subject=person.subject, facts=facts)
    return value


def person_with(field: Field, text: str) -> User | None:
    """Who has exactly this value of a findable field; nothing is opened for it."""
    indexes = _indexes(field, field.spelled(text))
    return User.objects.filter(vault_values__field=field.name, vault_values__index__in=indexes).first()


def sealed_for(person: User, place: str, text: str) -> bytes:
    """A value of which a person has many, sealed under their key, for a column of the caller's own.

    `place` names that table and column ("sign_ins.reading.words") and the row where it has a lasting name: what is
    sealed for one place opens in no other, and for no other person.
    """
    return seal(text.encode("utf-8"), key=_data_key(person), place=_many_place(person, place))


def opened_for(person: User, place: str, sealed: bytes) -> str:
    """What `sealed_for` sealed for this person and place. Raises VaultClosed."""
    return all_opened_for(person, [(place, sealed)])[0]


def all_opened_for(person: User, sealed: Iterable[tuple[str, bytes]]) -> list[str]:
    """The same for many places and values of one person, with one look for the key. Raises VaultClosed."""
    try:
        key = _kept_key(person)
        return [
            open_sealed(bytes(value), key=key, place=_many_place(person, place)).decode() for place, value in sealed
        ]
    except CryptoFailure as failure:
        raise _closed() from failure


def destroy(person: User, *, by: str = SYSTEM) -> None:
    """Destroy a person's key and values for good. Safe to repeat."""
    with transaction.atomic():
        VaultValue.objects.filter(person=person).delete()
        VaultKey.objects.filter(person=person).delete()
        record("vault.destroyed", actor=by, subject=person.subject)


def wrap_anew() -> int:
    """Wrap every key with the current master key and index its values by it. Returns how many were not yet.

    Safe to repeat and to break off: each person's key and indexes change together or not at all.
    """
    count = 0
    while True:
        old = VaultKey.objects.exclude(master=ring().current_name).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
        if not old:
            return count
        for pk in old:
            with transaction.atomic():
                _wrap_anew(VaultKey.objects.select_for_update().select_related("person").get(pk=pk))
            count += 1


def _wrap_anew(row: VaultKey) -> None:
    keys = ring()
    key = _unwrapped(row, keys)
    name, wrapped = keys.wrap(key, row.person.subject)
    VaultKey.objects.filter(pk=row.pk).update(master=name, wrapped=wrapped)
    for field in FIELDS:
        value = VaultValue.objects.filter(person=row.person, field=field.name).exclude(index="").first()
        if value:
            text = open_sealed(bytes(value.sealed), key=key, place=_place(row.person, field)).decode("utf-8")
            VaultValue.objects.filter(pk=value.pk).update(index=_indexes(field, text)[0])


def _seal(person: User, field: Field, value: str) -> None:
    indexes = _indexes(field, value)
    taken = VaultValue.objects.filter(field=field.name, index__in=indexes).exclude(person=person)
    if field.is_unique and taken.exists():
        raise ValueTaken(_("Somebody else has this already."))
    sealed = seal(value.encode("utf-8"), key=_data_key(person), place=_place(person, field))
    kept = {"sealed": sealed, "index": indexes[0] if indexes else "", "is_unique": field.is_unique}
    try:
        with transaction.atomic():
            VaultValue.objects.update_or_create(person=person, field=field.name, defaults=kept)
    except IntegrityError:  # somebody else was faster; the database's words would show the index
        raise ValueTaken(_("Somebody else has this already.")) from None


def _opened(person: User, field: Field) -> str:
    row = VaultValue.objects.filter(person=person, field=field.name).first()
    if row is None:
        return ""
    try:
        return open_sealed(bytes(row.sealed), key=_kept_key(person), place=_place(person, field)).decode("utf-8")
    except CryptoFailure as failure:
        raise _closed() from failure


def _closed() -> VaultClosed:
    return VaultClosed(_("This value can't be opened. Ask the operator to run: warta doctor."))


def _kept_key(person: User) -> bytes:
    """Raises CryptoFailure when there is none or it does not open."""
    row = VaultKey.objects.filter(person=person).first()
    if row is None:
        raise CryptoFailure("This person has no key.")
    row.person = person
    return _unwrapped(row, ring())


def _data_key(person: User) -> bytes:
    row = VaultKey.objects.filter(person=person).select_related("person").first()
    if row is None:
        name, wrapped = ring().wrap(new_key(), person.subject)
        row, _made = VaultKey.objects.get_or_create(person=person, defaults={"master": name, "wrapped": wrapped})
    return _unwrapped(row, ring())


def _unwrapped(row: VaultKey, keys: MasterKeys) -> bytes:
    return keys.unwrap(row.master, bytes(row.wrapped), row.person.subject)


def _indexes(field: Field, value: str) -> list[str]:
    """The value's index under each master key, the current one first; none for what can't be searched for."""
    if not (field.is_findable or field.is_unique) or not value:
        return []
    return [blind_index(value, key=key) for key in ring().index_keys(field.name).values()]


def _place(person: User, field: Field) -> str:
    """What the seal is bound to: table, column and row, so that no value opens in another's place."""
    return f"readers.vaultvalue|{field.name}|{person.public_id}"


def _many_place(person: User, place: str) -> str:
    return f"many|{place}|{person.public_id}"
