"""The vault: personal data, sealed under a key of each person's own, which master keys wrap.

What goes in is never logged, and no exception here carries it. Reading another person's data leaves an audit entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from warta.audit.services import SYSTEM, record
from warta.lib.crypto import CryptoFailure, MasterKeys, UnknownKey, blind_index, new_key, open_sealed, seal
from warta.lib.text import sound
from warta.readers.key_ring import ring
from warta.readers.models import User, VaultKey, VaultValue
from warta.readers.vault_fields import FIELDS, FULL_NAME, PHONE, Field, spelled_phone

__all__ = ["FIELDS", "FULL_NAME", "PHONE", "Field", "spelled_phone"]

READ_PERMISSION = "readers.read_vault"


class ValueTaken(Exception):
    """Another person has proven that this value is theirs."""


class VaultClosed(Exception):
    """A value can't be opened: its key is missing or it was changed."""


def keep(person: User, field: Field, text: str, *, by: User) -> None:
    """Seal a value, or take it out when it is empty. Safe to repeat."""
    keep_all(person, {field: text}, by=by)


def keep_all(person: User, texts: Mapping[Field, str], *, by: User) -> list[Field]:
    """Seal several values, or take out the empty ones, and return the fields that changed. Safe to repeat.

    A changed value is not confirmed any more. Raises VaultClosed: nothing is written over what can't be compared.
    """
    wanted = {field: sound(field.spelled(text)) for field, text in texts.items()}
    with transaction.atomic():
        key = _data_key(person, VaultKey.objects.select_for_update())
        before = _opened(person, tuple(wanted))
        changed = [field for field, value in wanted.items() if value != before.get(field, "")]
        for field in changed:
            _put(person, field, wanted[field], key)
        if changed:
            facts = {"fields": [field.name for field in changed]}
            record("vault.kept", actor=by.public_id, subject=person.subject, facts=facts)
    return changed


def confirm(person: User, field: Field, *, by: User) -> None:
    """The person has proven that the value kept is theirs: nobody else can from now on. Safe to repeat.

    Raises ValueTaken when somebody else has, and ValueError when nothing is kept or the field is of another kind.
    """
    if not field.is_confirmable:
        raise ValueError(f"{field.name} is not confirmed by anybody")
    with transaction.atomic():
        key = _data_key(person, VaultKey.objects.select_for_update())
        row = VaultValue.objects.filter(person=person, field=field.name).first()
        if row is None:
            raise ValueError(f"there is no {field.name} to confirm")
        if row.is_confirmed:
            return
        value = _text_of(row, person, field, key)
        _refuse_taken(person, field, value)
        _mark_confirmed(row, field, value)
        record("vault.confirmed", actor=by.public_id, subject=person.subject, facts={"field": field.name})


def own_value(person: User, field: Field) -> str:
    """The person's own value for the person's own eyes; "" when there is none. Raises VaultClosed."""
    return own_values(person, (field,)).get(field, "")


def own_values(person: User, fields: Iterable[Field] = FIELDS) -> dict[Field, str]:
    """Those of the person's values that there are, for the person's own eyes. Raises VaultClosed."""
    return _opened(person, tuple(fields))


def kept_fields(person: User) -> dict[str, bool]:
    """The names of the fields in which something is kept, each with whether it is confirmed; opens nothing."""
    return dict(VaultValue.objects.filter(person=person).values_list("field", "is_confirmed"))


def read(person: User, field: Field, *, by: User, reason: str) -> str:
    """Another person's value, which leaves an audit entry. Raises PermissionDenied or VaultClosed."""
    if not by.has_perm(READ_PERMISSION):
        raise PermissionDenied
    with transaction.atomic():
        value = own_value(person, field)
        facts = {"field": field.name, "reason": reason[:200]}
        record("vault.read", actor=by.public_id, subject=person.subject, facts=facts)
    return value


def people_with(field: Field, text: str) -> QuerySet[User]:
    """Everybody who has exactly this value of a findable field, proven or not; nothing is opened for it."""
    return User.objects.filter(pk__in=_rows_with(field, field.spelled(text)).values("person"))


def person_with(field: Field, text: str) -> User | None:
    """Who has proven that exactly this value of a confirmable field is theirs; nothing is opened for it."""
    row = _rows_with(field, field.spelled(text)).filter(is_confirmed=True).select_related("person").first()
    return row.person if row else None


def sealed_for(person: User, place: str, text: str) -> bytes:
    """A value of which a person has many, sealed under their key, for a column of the caller's own.

    `place` names that table and column ("sign_ins.reading.words") and the row where it has a lasting name: what is
    sealed for one place opens in no other, and for no other person.
    """
    return seal(
        sound(text).encode("utf-8"), key=_data_key(person, VaultKey.objects.all()), place=_many_place(person, place)
    )


def opened_for(person: User, place: str, sealed: bytes) -> str:
    """What `sealed_for` sealed for this person and place. Raises VaultClosed."""
    return all_opened_for(person, [(place, sealed)])[0]


def all_opened_for(person: User, sealed: Iterable[tuple[str, bytes]]) -> list[str]:
    """The same for many places and values of one person, with one look for the key. Raises VaultClosed."""
    key = _kept_key(person)
    try:
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


def place_of(public_id: str, field_name: str) -> str:
    """What the seal is bound to: table, column and row, so that no value opens in another's place."""
    return f"readers.vaultvalue|{field_name}|{public_id}"


def current_index(field: Field, value: str, keys: MasterKeys) -> dict[str, str]:
    """What a row says of its value without telling it: the index under the current master key, and that key's name."""
    if not field.is_indexed:
        return {"index": "", "indexed_by": ""}
    name = keys.current_name
    return {"index": blind_index(value, key=keys.index_keys(field.name)[name]), "indexed_by": name}


def _put(person: User, field: Field, value: str, key: bytes) -> None:
    if not value:
        VaultValue.objects.filter(person=person, field=field.name).delete()
        return
    sealed = seal(value.encode("utf-8"), key=key, place=place_of(person.public_id, field.name))
    kept = {"sealed": sealed, "is_confirmed": False, **current_index(field, value, ring())}
    VaultValue.objects.update_or_create(person=person, field=field.name, defaults=kept)


def _refuse_taken(person: User, field: Field, value: str) -> None:
    if _rows_with(field, value).filter(is_confirmed=True).exclude(person=person).exists():
        raise ValueTaken(_("Somebody else has this already."))


def _mark_confirmed(row: VaultValue, field: Field, value: str) -> None:
    try:
        with transaction.atomic():
            marks = {"is_confirmed": True, **current_index(field, value, ring())}
            VaultValue.objects.filter(pk=row.pk).update(**marks)
    except IntegrityError:  # somebody else was faster; the database's words would show the index
        raise ValueTaken(_("Somebody else has this already.")) from None


def _rows_with(field: Field, value: str) -> QuerySet[VaultValue]:
    """The rows that hold the value, whichever master key they are indexed by. Raises ValueError."""
    if not field.is_indexed:
        raise ValueError(f"nobody can be found by {field.name}")
    if not value:
        return VaultValue.objects.none()
    indexes = [blind_index(value, key=key) for key in ring().index_keys(field.name).values()]
    return VaultValue.objects.filter(field=field.name, index__in=indexes)


def _opened(person: User, fields: tuple[Field, ...]) -> dict[Field, str]:
    by_name = {field.name: field for field in fields}
    rows = list(VaultValue.objects.filter(person=person, field__in=by_name))
    if not rows:
        return {}
    key = _kept_key(person)
    return {by_name[row.field]: _text_of(row, person, by_name[row.field], key) for row in rows}


def _text_of(row: VaultValue, person: User, field: Field, key: bytes) -> str:
    try:
        return open_sealed(bytes(row.sealed), key=key, place=place_of(person.public_id, field.name)).decode("utf-8")
    except CryptoFailure as failure:
        raise _closed() from failure


def _closed() -> VaultClosed:
    return VaultClosed(_("This value can't be opened. Ask the operator to run: warta doctor."))


def _kept_key(person: User) -> bytes:
    """Raises VaultClosed when there is none or it does not open."""
    row = VaultKey.objects.filter(person=person).first()
    if row is None:
        raise _closed()
    try:
        return _unwrapped(row, person)
    except CryptoFailure as failure:
        raise _closed() from failure


def _data_key(person: User, rows: QuerySet[VaultKey]) -> bytes:
    """The person's key, made when there is none yet. Raises VaultClosed.

    With locked `rows`, until the transaction ends nobody else changes this person's values, nor wraps the key anew.
    """
    row = rows.filter(person=person).first()
    if row is None:
        name, wrapped = ring().wrap(new_key(), person.subject)
        VaultKey.objects.get_or_create(person=person, defaults={"master": name, "wrapped": wrapped})
        row = rows.get(person=person)
    try:
        return _unwrapped(row, person)
    except CryptoFailure as failure:
        raise _closed() from failure


def _unwrapped(row: VaultKey, person: User) -> bytes:
    try:
        return ring().unwrap(row.master, bytes(row.wrapped), person.subject)
    except UnknownKey:  # it was wrapped anew, and the old master key forgotten, since the row was read
        row.refresh_from_db()
        return ring().unwrap(row.master, bytes(row.wrapped), person.subject)


def _many_place(person: User, place: str) -> str:
    return f"many|{place}|{person.public_id}"
