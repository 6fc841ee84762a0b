"""Opaque ids: random, short enough to read aloud, saying nothing about whom they belong to."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is misread.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
OPAQUE_LENGTH = 26  # 26 × 5 bits: 130 bits, no two alike


def opaque_id(length: int = OPAQUE_LENGTH) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
