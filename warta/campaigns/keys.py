"""Keys of a campaign's own: for comparing without knowing, for vouchers, for the ledger; each destroyed by itself."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from warta.campaigns.models import Campaign, CampaignKey, KeyPurpose
from warta.lib.crypto import CryptoFailure, blind_index, derived_key, new_key, open_sealed, seal
from warta.readers.key_ring import ring
from warta.readers.rotation import Wrapped

log = logging.getLogger(__name__)


class KeyGone(Exception):
    """The key was destroyed at the end of its term, or does not open."""


def make_keys(campaign: Campaign) -> None:
    """Every key that a campaign needs; call it in the transaction that opens it. Safe to repeat."""
    for purpose in KeyPurpose:
        row = CampaignKey(campaign=campaign, purpose=purpose)
        row.master, row.wrapped = ring().wrap(new_key(), row.place)
        CampaignKey.objects.get_or_create(
            campaign=campaign, purpose=purpose, defaults={"master": row.master, "wrapped": row.wrapped}
        )


def key_of(campaign: Campaign, purpose: KeyPurpose) -> bytes:
    """Raises KeyGone."""
    row = CampaignKey.objects.filter(campaign=campaign, purpose=purpose).first()
    if row is None:
        raise KeyGone(_("The key of this campaign is destroyed; what it sealed can't be opened any more."))
    try:
        return ring().unwrap(row.master, bytes(row.wrapped), row.place)
    except CryptoFailure as failure:
        raise KeyGone(_("The key of this campaign does not open. Ask the operator to run: warta doctor.")) from failure


def index_of(campaign: Campaign, kind: str, text: str) -> str:
    """The same 64 digits for the same text of this kind in this campaign, and nowhere else. Raises KeyGone."""
    return blind_index(text, key=derived_key(key_of(campaign, KeyPurpose.INDEX), kind))


def sealed_under(key: bytes, place: str, text: str) -> bytes:
    return seal(text.encode(), key=key, place=place)


def opened_under(key: bytes, place: str, sealed: bytes) -> str:
    """Raises KeyGone."""
    try:
        return open_sealed(bytes(sealed), key=key, place=place).decode()
    except CryptoFailure as failure:
        raise KeyGone(_("This can't be opened with the campaign's key.")) from failure


def destroy_key(campaign: Campaign, purpose: KeyPurpose) -> None:
    """For good: what was sealed or indexed with it says nothing to anybody any more. Safe to repeat."""
    CampaignKey.objects.filter(campaign=campaign, purpose=purpose).delete()


def wrap_keys_anew() -> int:
    """Wrap every key with the current master key. How many were. Safe to repeat; part of a rotation.

    One that does not open is left alone: whoever needs it is told.
    """
    behind = CampaignKey.objects.exclude(master=ring().current_name)
    return sum(_wrapped_anew(pk) for pk in list(behind.order_by("pk").values_list("pk", flat=True)))


def keys_under(name: str) -> int:
    return CampaignKey.objects.filter(master=name).count()


def _wrapped_anew(pk: int) -> bool:
    with transaction.atomic():
        row = CampaignKey.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.master == ring().current_name:
            return False
        try:
            key = ring().unwrap(row.master, bytes(row.wrapped), row.place)
        except CryptoFailure:
            log.error("a campaign's key does not open", extra={"key": row.pk, "master": row.master})
            return False
        row.master, row.wrapped = ring().wrap(key, row.place)
        row.save(update_fields=["master", "wrapped"])
    return True


WRAPPED = Wrapped(gettext_noop("the keys of campaigns"), under=keys_under, wrap_anew=wrap_keys_anew)
