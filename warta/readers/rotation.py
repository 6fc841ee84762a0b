"""Rotating the master keys while the site serves, and forgetting one that nothing needs any more.

Work is found by state, a row that names another master key than the current one, so that whoever is killed is gone on
from by the next.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.utils.translation import gettext as _

from warta.lib.crypto import CryptoFailure, MasterKeys, open_sealed
from warta.readers.key_ring import drop_master_key, ring
from warta.readers.models import FeatureKey, VaultKey, VaultValue
from warta.readers.sign_ins.features import wrap_key_anew
from warta.readers.vault import current_index, place_of
from warta.readers.vault_fields import FIELDS

# People whose keys change in one short transaction: 100 take about 20 ms, which nobody who saves notices.
AT_ONCE = 100
# Others get at least as much time for writing as was taken from them, and never less than this.
LEAST_PAUSE_SECONDS = 0.002
# Rows looked at one by one before a key is forgotten. After a rotation only what is damaged is left under the old key.
MOST_DAMAGED = 1000


@dataclass(frozen=True)
class Wrapped:
    """Keys of another room that last: `what` they are, how many need a master key, and how to wrap them anew.

    `wrap_anew` is safe to repeat, to break off and to run beside others, and returns how many it wrapped.
    """

    what: str
    under: Callable[[str], int]
    wrap_anew: Callable[[], int]


# Joined in project/wiring.
WRAPPED: list[Wrapped] = []


def must_wrap(wrapped: Wrapped) -> None:
    """Let these keys take part in every rotation; the same again replaces them."""
    WRAPPED[:] = [*(one for one in WRAPPED if one.what != wrapped.what), wrapped]


class KeyInUse(Exception):
    """A master key is still needed; the message says for what."""


@dataclass(frozen=True)
class Rotated:
    """How many people's keys were wrapped anew, and how many could not be opened."""

    people: int
    closed: int


def people_behind() -> QuerySet[VaultKey]:
    """Whose key is not wrapped with the current master key yet."""
    return VaultKey.objects.exclude(master=ring().current_name)


def keys_missing() -> dict[str, int]:
    """The names of master keys that people need and the ring lacks, with how many people."""
    rows = VaultKey.objects.exclude(master__in=list(ring().keys)).values("master").annotate(people=Count("pk"))
    return dict(rows.order_by("master").values_list("master", "people"))


def people_closed(at_most: int) -> int:
    """How many of so many people, taken at random among those whose master key there is, have a key that fails."""
    keys = ring()
    there = VaultKey.objects.filter(master__in=list(keys.keys))
    some = random.sample(list(there.values_list("pk", flat=True)), min(at_most, there.count()))
    return sum(_opened(row, keys) is None for row in there.select_related("person").filter(pk__in=some))


def wrap_anew(progress: Callable[[int], object] = int) -> Rotated:
    """Wrap every key with the current master key and index its person's values by it.

    Safe to repeat, to break off and to run beside others: people change in small lots, each wholly or not at all, and
    between two lots whoever else wants to write gets a turn. A key that does not open is left as it is and counted.
    """
    wrap_key_anew()
    for wrapped_by_others in WRAPPED:
        wrapped_by_others.wrap_anew()
    done = 0
    while wrapped := _walk(progress):  # once more for those who came in behind
        done += wrapped
    return Rotated(done, people_behind().count())


def users_of(name: str, *, besides: Sequence[int] = ()) -> int:
    """How many people's keys and values need the master key of this name, without the rows `besides`."""
    keys = VaultKey.objects.filter(master=name)
    values = VaultValue.objects.filter(indexed_by=name).exclude(person__in=keys.values("person"))
    values = values.exclude(pk__in=besides)
    return keys.count() + values.values("person").distinct().count()


def values_damaged(name: str) -> list[int]:
    """The numbers of the rows whose index still needs this master key, because what they hold does not open.

    No key would help them any more: a master key is not kept for their sake.
    """
    keys = ring()
    rows = VaultValue.objects.filter(indexed_by=name).order_by("pk")
    return [value.pk for value in rows[:MOST_DAMAGED] if not _opens(value, keys)]


def others_under(name: str) -> int:
    """How many other rows were wrapped with it: every table with a column `master` says so. They are short-lived."""
    tables = [model for model in apps.get_models() if model is not VaultKey and _names_a_master(model)]
    return sum(model._default_manager.filter(master=name).count() for model in tables)


def forget_master_key(name: str) -> None:
    """Take a master key out of the ring for good. Raises KeyInUse, KeysElsewhere or LookupError."""
    if name == ring().current_name:
        raise KeyInUse(_("%(name)s is the key that wraps now; rotate first.") % {"name": name})
    if FeatureKey.objects.filter(master=name).exists():
        words = _("%(name)s is still needed to compare sign-ins; finish with: warta keys rotate.")
        raise KeyInUse(words % {"name": name})
    damaged = values_damaged(name)
    count = users_of(name, besides=damaged)
    if count:
        words = _("%(name)s still opens the data of %(count)d people; finish with: warta keys rotate.")
        raise KeyInUse(words % {"name": name, "count": count})
    for lasting in WRAPPED:
        if lasting.under(name):
            words = _("%(name)s still opens %(what)s; finish with: warta keys rotate.")
            raise KeyInUse(words % {"name": name, "what": _(lasting.what)})
    count = others_under(name)
    if count:
        words = _("%(name)s still opens %(count)d mails that wait; they are gone within a day, then ask again.")
        raise KeyInUse(words % {"name": name, "count": count})
    drop_master_key(name)


def _names_a_master(model: type[Model]) -> bool:
    return any(field.name == "master" for field in model._meta.get_fields())


def _walk(progress: Callable[[int], object]) -> int:
    """See to everybody who is behind, once; returns for how many something was done."""
    count = last = 0
    while lot := _lot_after(last):
        began = time.monotonic()
        wrapped = _wrap_lot(lot)
        time.sleep(max(time.monotonic() - began, LEAST_PAUSE_SECONDS))
        progress(wrapped)
        count, last = count + wrapped, lot[-1]
    return count


def _lot_after(last: int) -> list[int]:
    current = ring().current_name
    keys = VaultKey.objects.exclude(master=current).filter(pk__gt=last)
    values = VaultValue.objects.exclude(indexed_by__in=["", current]).filter(person__gt=last)
    behind = keys.values_list("pk", flat=True).order_by("pk")[:AT_ONCE]
    strays = values.values_list("person", flat=True).order_by("person")[:AT_ONCE]
    return sorted({*behind, *strays})[:AT_ONCE]


def _wrap_lot(people: list[int]) -> int:
    """For how many of them something was done."""
    keys = ring()
    with transaction.atomic():
        rows = VaultKey.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=people)
        opened = {row.pk: (row, key) for row in rows.order_by("pk") if (key := _opened(row, keys)) is not None}
        behind = [row for row, _key in opened.values() if row.master != keys.current_name]
        for row in behind:
            row.master, row.wrapped = keys.wrap(opened[row.pk][1], row.person.subject)
        VaultKey.objects.bulk_update(behind, ["master", "wrapped"])
        indexed = _index_anew(opened, keys)
    return len({row.pk for row in behind} | indexed)


def _opened(row: VaultKey, keys: MasterKeys) -> bytes | None:
    try:
        return keys.unwrap(row.master, bytes(row.wrapped), row.person.subject)
    except CryptoFailure:
        return None


def _opens(value: VaultValue, keys: MasterKeys) -> bool:
    row = VaultKey.objects.select_related("person").filter(person=value.person_id).first()
    key = _opened(row, keys) if row is not None else None
    if row is None or key is None:
        return row is not None  # the whole key is closed, perhaps for want of a master key: that is another trouble
    try:
        open_sealed(bytes(value.sealed), key=key, place=place_of(row.person.public_id, value.field))
    except CryptoFailure:
        return False
    return True


def _index_anew(opened: dict[int, tuple[VaultKey, bytes]], keys: MasterKeys) -> set[int]:
    fields = {field.name: field for field in FIELDS if field.is_indexed}
    rows = VaultValue.objects.filter(person__in=opened, field__in=fields).exclude(indexed_by=keys.current_name)
    changed = []
    for value in rows.order_by("pk"):
        owner, key = opened[value.person_id]
        try:
            text = open_sealed(bytes(value.sealed), key=key, place=place_of(owner.person.public_id, value.field))
        except CryptoFailure:
            continue  # doctor tells of it; the other values are not to wait for it
        marks = current_index(fields[value.field], text.decode("utf-8"), keys)
        value.index, value.indexed_by = marks["index"], marks["indexed_by"]
        changed.append(value)
    VaultValue.objects.bulk_update(changed, ["index", "indexed_by"])
    return {value.person_id for value in changed}
