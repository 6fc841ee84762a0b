"""How a winner is named in public. Values in, values out."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """The first letter of a name and of its last part: “Budi Raharjo Santoso” is “B*** S.”, “budi99” is “b***”."""
    parts = [part for part in (_lettered(part) for part in name.split()) if part]
    if not parts:
        return ""
    first = f"{parts[0][0]}***"
    return f"{first} {parts[-1][0]}." if len(parts) > 1 else first


def _lettered(part: str) -> str:
    """From its first letter or digit on: signs and emoji before it mask nothing and say too much."""
    start = next((place for place, sign in enumerate(part) if sign.isalnum()), len(part))
    return part[start:]
