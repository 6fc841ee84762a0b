"""Every way in which a value may stand somewhere unseen: the encodings that programs use without being asked."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

SHORTEST = 6  # bytes; what is shorter stands somewhere by chance


def spellings(value: str) -> frozenset[bytes]:
    """The value in all encodings, and in all the ways in which people write it."""
    found = {encoded for text in written(value) for encoded in encoded_forms(text)}
    return frozenset(form for form in found if len(form) >= SHORTEST)


def written(value: str) -> set[str]:
    """As it is, in small and in capital letters; digits grouped, with a nought for the country, and backwards."""
    texts = {value, value.lower(), value.upper()}
    digits = "".join(character for character in value if character.isdigit())
    if value.startswith("+") and len(digits) > 8:
        national = "0" + digits[2:]
        texts |= {digits, national, digits[2:], digits[::-1], national[::-1]}
        for start in (national, f"+{digits[:2]} {digits[2:]}"):
            texts |= {joint.join(grouped(start)) for joint in (" ", "-", ".")}
    return texts


def grouped(number: str) -> list[str]:
    head, _, rest = number.rpartition(" ")
    four = [rest[start : start + 4] for start in range(0, len(rest), 4)]
    three = [rest[:3], *(rest[start : start + 4] for start in range(3, len(rest), 4))]
    return [head, *three] if head else four


def encoded_forms(text: str) -> Iterator[bytes]:
    raw = text.encode("utf-8")
    yield raw
    yield from (quote(text).encode(), quote_plus(text).encode(), quote(text, safe="").lower().encode())
    yield from (html.escape(text).encode(), "".join(f"&#{ord(letter)};" for letter in text).encode())
    yield from (json.dumps(text)[1:-1].encode(), text.encode("unicode_escape"))
    yield from (raw.hex().encode(), raw.hex().upper().encode())
    yield from (text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("utf-32-le"))
    yield from based(raw)


def based(raw: bytes) -> Iterator[bytes]:
    """Base64 of the bytes wherever they stand in a longer text: three alignments, without what neighbours change."""
    for before in range(3):
        after = -(before + len(raw)) % 3
        coded = base64.b64encode(bytes(before) + raw + bytes(after))
        first = {0: 0, 1: 2, 2: 3}[before]
        last = len(coded) - {0: 0, 1: 2, 2: 3}[after]
        yield coded[first:last]
        yield coded[first:last].translate(bytes.maketrans(b"+/", b"-_"))
