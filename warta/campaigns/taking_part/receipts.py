"""An entry's two random values and the receipt that its holder keeps. See docs/draw.md, section 2."""

from __future__ import annotations

import hashlib
import os

from warta.campaigns.draw.form import file_bytes
from warta.campaigns.draw.sealing import OPENING_BYTES
from warta.campaigns.draw.sealing import Entry as DrawEntry
from warta.campaigns.models import Campaign, Entry
from warta.readers import vault
from warta.readers.models import User

ACCOUNT_BYTES = 16


def account_of(person: User) -> bytes:
    """The 16 bytes under which a receipt knows an account: a hash of its public id, which has 130 random bits."""
    return hashlib.sha256(b"warta-account:" + person.public_id.encode()).digest()[:ACCOUNT_BYTES]


def new_entry(campaign: Campaign, person: User) -> Entry:
    """An entry with a fresh code and opening, not saved yet. Raises vault.VaultClosed."""
    entry = Entry(campaign=campaign, person=person)
    opening = os.urandom(OPENING_BYTES)
    entry.commitment = DrawEntry(account_of(person), bytes.fromhex(entry.code), opening).record[16:].hex()
    entry.sealed_opening = vault.sealed_for(person, entry.opening_place, opening.hex())
    return entry


def receipt_bytes(entry: Entry, person: User) -> bytes:
    """The receipt as a file, for its holder alone. Raises vault.VaultClosed."""
    opening = bytes.fromhex(vault.opened_for(person, entry.opening_place, bytes(entry.sealed_opening)))
    drawn = DrawEntry(account_of(person), bytes.fromhex(entry.code), opening)
    return file_bytes(drawn.receipt(entry.campaign.code))
