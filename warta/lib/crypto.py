"""Keys, sealing and blind indexes: the only module that touches `cryptography`."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from warta.lib.env import WrongSetting

KEY_BYTES = 32


@dataclass(frozen=True)
class MasterKeys:
    """Master keys by name; the first one wraps, all unwrap."""

    keys: dict[str, bytes]

    @property
    def current_name(self) -> str:
        return next(iter(self.keys))


def master_keys(text: str) -> MasterKeys:
    """Read `name:base64,name:base64`, newest first. Raises WrongSetting, never with the key in its words."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or len(key) != KEY_BYTES:
            raise WrongSetting("WARTA_VAULT_KEYS", "must be name:key pairs, each key 32 bytes in base64.")
        keys[name] = key
    if not keys:
        raise WrongSetting("WARTA_VAULT_KEYS", "holds no key.")
    return MasterKeys(keys)
