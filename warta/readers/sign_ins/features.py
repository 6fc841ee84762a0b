"""What of a sign-in is compared and counted: keyed hashes, one key for each feature.

Two sign-ins from the same address have the same hash; who has the database but not the key ring learns no address from
it, not even by trying all of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from dataclasses import asdict, dataclass
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from warta.lib.clock import now
from warta.lib.crypto import CryptoFailure, derived_key, new_key
from warta.readers.key_ring import ring
from warta.readers.models import FeatureKey, User
from warta.readers.sign_ins.origin import Origin

log = logging.getLogger(__name__)
HASH_BYTES = 12  # 96 bits: among a thousand million values no two are expected to share one
PLACE = "readers.featurekey"
# "owner" counts the person: p(person) over all, and how many people have a history.
FEATURES = ("owner", "address", "network", "country", "agent", "browser", "system", "device", "hour")


@dataclass(frozen=True)
class Features:
    """The hashes of one sign-in, by feature; "" where the sign-in doesn't tell."""

    owner: str
    address: str
    network: str
    country: str
    agent: str
    browser: str
    system: str
    device: str
    hour: str

    def known(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def features_of(person: User, origin: Origin) -> Features:
    """Hash what a sign-in tells. The hour is the site's. Raises CryptoFailure when the ring lacks the master key."""
    place, agent = origin.place, origin.agent
    clear = {
        "owner": person.public_id,
        "address": place.address,
        "network": place.network,
        "country": place.country,
        "agent": agent.full,
        "browser": f"{agent.browser} {agent.browser_version}".strip(),
        "system": f"{agent.system} {agent.system_version}".strip(),
        "device": agent.device,
        "hour": str(timezone.localtime(now()).hour),
    }
    keys = _keys_under(_feature_key())
    return Features(**{name: _hash(keys[name], clear[name]) for name in FEATURES})


def wrap_key_anew() -> bool:
    """Wrap the key with the current master key; whether it was under another. Safe to repeat; part of a rotation.

    One that does not open is left alone: sign-ins are then not compared, and everything else goes on.
    """
    with transaction.atomic():
        row = FeatureKey.objects.select_for_update().filter(pk=1).first()
        if row is None or row.master == ring().current_name:
            return False
        try:
            key = ring().unwrap(row.master, bytes(row.wrapped), PLACE)
        except CryptoFailure:
            log.error("the key of the sign-ins' history does not open", extra={"master": row.master})
            return False
        master, wrapped = ring().wrap(key, PLACE)
        FeatureKey.objects.filter(pk=1).update(master=master, wrapped=wrapped)
    return True


def _feature_key() -> bytes:
    row = FeatureKey.objects.filter(pk=1).first()
    if row is None:
        master, wrapped = ring().wrap(new_key(), PLACE)
        FeatureKey.objects.bulk_create([FeatureKey(pk=1, master=master, wrapped=wrapped)], ignore_conflicts=True)
        row = FeatureKey.objects.get(pk=1)  # another process may have been first
    return ring().unwrap(row.master, bytes(row.wrapped), PLACE)


@lru_cache(maxsize=2)
def _keys_under(key: bytes) -> dict[str, bytes]:
    return {name: derived_key(key, f"sign-in|{name}") for name in FEATURES}


def _hash(key: bytes, text: str) -> str:
    if not text:
        return ""
    digest = hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:HASH_BYTES]).decode("ascii")
