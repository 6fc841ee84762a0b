"""The tables of people. Each module owns those of one subject."""

from __future__ import annotations

from warta.readers.models.person import User, UserManager
from warta.readers.models.vault import VaultKey, VaultValue

__all__ = ["User", "UserManager", "VaultKey", "VaultValue"]
