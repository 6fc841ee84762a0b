"""Keys, sealing and blind indexes: the only module that touches `cryptography`.

No message raised here holds a key, a plain text or a sealed one.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from warta.lib.env import WrongSetting

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D: random 96-bit nonces are safe for 2^32 messages under one key
TAG_BYTES = 16
VERSION = b"\x01"


class CryptoFailure(Exception):
    """Something sealed could not be opened."""


class WrongSeal(CryptoFailure):
    """It was sealed with another key or for another place, or it was changed."""


class UnknownKey(CryptoFailure):
    """The master key it was wrapped with is not in the ring."""


@dataclass(frozen=True)
class MasterKeys:
    """Master keys by name; the first one wraps, all unwrap."""

    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def current_name(self) -> str:
        return next(iter(self.keys))

    def __repr__(self) -> str:
        return f"MasterKeys({', '.join(self.keys)})"

    def wrap(self, key: bytes, place: str) -> tuple[str, bytes]:
        """Seal a data key for `place` with the current master key: (name, wrapped key)."""
        name = self.current_name
        return name, seal(key, key=self._purposed(name, "wrap"), place=f"{name}|{place}")

    def unwrap(self, name: str, wrapped: bytes, place: str) -> bytes:
        """The data key. Raises UnknownKey when the ring lacks `name`, WrongSeal when it does not open."""
        return open_sealed(wrapped, key=self._purposed(name, "wrap"), place=f"{name}|{place}")

    def index_keys(self, purpose: str) -> dict[str, bytes]:
        """A key for blind indexes of `purpose` by master key's name, the current one first."""
        return {name: self._purposed(name, f"index|{purpose}") for name in self.keys}

    def _purposed(self, name: str, purpose: str) -> bytes:
        if name not in self.keys:
            raise UnknownKey(f"The key ring has no master key named {name!r}; add it to WARTA_VAULT_KEYS.")
        return derived_key(self.keys[name], purpose)


def master_keys(text: str) -> MasterKeys:
    """Read `name:base64,name:base64`, newest first. Raises WrongSetting, never with the key in its words."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        key = _decoded(encoded)
        if not name or len(name) > 40 or len(key) != KEY_BYTES:
            raise WrongSetting("WARTA_VAULT_KEYS", "must be name:key pairs, each key 32 bytes in base64.")
        if name in keys:
            raise WrongSetting("WARTA_VAULT_KEYS", f"names the key {name!r} twice.")
        keys[name] = key
    if not keys:
        raise WrongSetting("WARTA_VAULT_KEYS", "holds no key.")
    return MasterKeys(keys)


def master_keys_text(keys: Iterable[tuple[str, bytes]]) -> str:
    """The way back: what WARTA_VAULT_KEYS or its file holds."""
    return ",".join(f"{name}:{base64.b64encode(key).decode('ascii')}" for name, key in keys)


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose (HKDF-SHA256, RFC 5869), so that no two uses ever share one."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"warta|" + purpose.encode("utf-8")).derive(key)


def seal(plain: bytes, *, key: bytes, place: str) -> bytes:
    """Encrypt with AES-256-GCM. It opens only with the same key and `place` (such as table, column and row)."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place.encode("utf-8"))


def open_sealed(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """Decrypt what `seal` made. Raises WrongSeal."""
    start = len(VERSION)
    if sealed[:start] != VERSION or len(sealed) < start + NONCE_BYTES + TAG_BYTES:
        raise WrongSeal("The sealed value is damaged.")
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode("utf-8"))
    except InvalidTag:
        raise WrongSeal("The sealed value does not open with this key in this place.") from None


def blind_index(text: str, *, key: bytes) -> str:
    """64 hexadecimal digits that are the same for the same text and say nothing about it to who lacks the key.

    The text is normalised first: compatibility forms, case and white space make no difference.
    """
    return hmac.new(key, normalised(text).encode("utf-8"), hashlib.sha256).hexdigest()


def normalised(text: str) -> str:
    """One spelling for what people write in several. Doing it twice changes nothing more."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
