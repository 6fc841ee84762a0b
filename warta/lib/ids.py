"""Opaque ids: random, short enough to read aloud, saying nothing about whom they belong to."""

from __future__ import annotations

import re
import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is misread.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
OPAQUE_LENGTH = 26  # 26 × 5 bits: 130 bits, no two alike

_ROW = re.compile("[0-9]{1,18}")


def opaque_id(length: int = OPAQUE_LENGTH) -> str:
    return "".join([ALPHABET[byte % 32] for byte in secrets.token_bytes(length)])  # 256 is a multiple of 32: fair


def number_of_row(text: str) -> int | None:
    """The id that `text` writes; None for anything else, such as a superscript two or more digits than a row's."""
    return int(text) if _ROW.fullmatch(text) else None
