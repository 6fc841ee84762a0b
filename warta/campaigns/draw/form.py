"""How a proof is written: its parts, the one form of its bytes, and the reading of it.

Source: the canonical form is that of RFC 8785, restricted to texts, whole numbers, lists and objects with plain names.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any

SEALED, DRAWN, RECEIPT = "warta-draw-seal/1", "warta-draw/1", "warta-draw-receipt/1"
CODE_LETTERS, ENTRY_LETTERS = 32, 97  # of an entry's code, and of an entry: its code, a colon, its commitment
LARGEST = 2**53 - 1  # the largest whole number that every JSON reader takes alike

PATTERNS = {
    "code": "[0-9a-f]{32}",
    "currency": "[A-Z]{3}",
    "day": "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    "drawn": re.escape(DRAWN),
    "entry": "[0-9a-f]{32}:[0-9a-f]{64}",
    "hash": "[0-9a-f]{64}",
    "holder": "([0-9a-f]{32})?",
    "moment": "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
    "name": "[a-z0-9][a-z0-9-]{0,63}",
    "receipt": re.escape(RECEIPT),
    "sealed": re.escape(SEALED),
    "signature": "[0-9a-f]{96}",
}
MATCHES: dict[str, Callable[[str], object]] = {name: re.compile(text).fullmatch for name, text in PATTERNS.items()}
NUMBERS = {"count": (0, LARGEST), "some": (1, 10**9), "round": (1, 10**10)}
BOTH = {"en": "text", "id": "text"}
RULES_SHAPE = {
    "campaign": "code",
    "claim_until": "moment",
    "disqualification": [{"evidence": BOTH, "reason": "name", "until": "moment", "words": BOTH}],
    "eligibility": [{"rule": "name", "words": BOTH}],
    "hashtag": "text",
    "prizes": [{"currency": "currency", "name": BOTH, "prize": "name", "quantity": "some", "value": "count"}],
    "review": BOTH,
    "substitutes": "count",
    "terms_hash": "hash",
    "title": BOTH,
    "window": {"closes": "moment", "opens": "moment"},
}
SEAL_SHAPE = {
    "beacon": {"chain": "hash", "round": "round"},
    "campaign": "code",
    "counts": {"collapsed": "count", "entries": "some", "received": "count", "rejected": "count", "withdrawn": "count"},
    "days": [{"day": "day", "entries": "count", "root": "hash"}],
    "root": "hash",
    "rules_hash": "hash",
    "sealed_at": "moment",
    "software": "text",
}
SEALED_SHAPE = {"entries": ["entry"], "format": "sealed", "rules": RULES_SHAPE, "seal": SEAL_SHAPE, "seal_hash": "hash"}
DRAWN_SHAPE = {
    **SEALED_SHAPE,
    "beacon": {"round": "round", "signature": "signature"},
    "format": "drawn",
    "result": {
        "holders": [{"entry": "holder", "prize": "name"}],
        "order": ["code"],
        "passed_on": [{"at": "moment", "entry": "code", "evidence": "text", "reason": "name"}],
    },
    "result_hash": "hash",
}
RECEIPT_SHAPE = {"account": "code", "campaign": "code", "code": "code", "format": "receipt", "opening": "hash"}


def canonical(value: Any) -> bytes:
    """The one way a value is written: keys sorted, no spaces, UTF-8, only what must be escaped. Raises ValueError."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(value: Any) -> str:
    return hashlib.sha256(canonical(value)).hexdigest()


def file_bytes(value: Any) -> bytes:
    """A proof, a seal or a receipt as it stands in a file."""
    return canonical(value) + b"\n"


def opened(data: bytes) -> Any:
    """The value of a file in the one form. Raises ValueError for every other spelling, RecursionError."""
    quick = _opened_around_entries(data)
    return _opened_whole(data) if quick is None else quick


def _opened_whole(data: bytes) -> Any:
    value = json.loads(data.decode(), parse_float=_refused, parse_constant=_refused, parse_int=_whole)
    if file_bytes(value) != data:
        raise ValueError
    return value


def _opened_around_entries(data: bytes) -> Any:
    """The same for the usual file with its long list, read at a glance; None where it must be read as a whole.

    The list is of plain texts in the one form when it consists of harmless letters alone and each quotation mark is
    the first, the last, or of a comma between two entries.
    """
    before, head, rest = data.partition(b'"entries":[')
    listed, tail, after = rest.partition(b"]")
    if not head or head in after or len(listed) < 2 or listed.translate(None, b'0123456789abcdef:",'):
        return None
    entries = listed[1:-1].decode("ascii").split('","')
    if listed[:1] + listed[-1:] != b'""' or listed.count(b'"') != 2 * len(entries):
        return None
    value = _opened_whole(before + head + tail + after)
    if not isinstance(value, dict) or value.get("entries") != []:
        return None
    return {**value, "entries": entries}


def _refused(text: str) -> None:
    raise ValueError(text)


def _whole(text: str) -> int:
    if abs(number := int(text)) > LARGEST:
        raise ValueError(text)
    return number


def misfit(value: Any, shape: Any) -> str | None:
    """The place of the first thing that is not as the shape says, or None. `.a[0]` is the first of what `a` holds."""
    if isinstance(shape, str):
        return None if _fits(value, shape) else ""
    if shape == ["entry"] and isinstance(value, list) and _are_entries(value):
        return None
    if not isinstance(value, type(shape)) or (isinstance(shape, dict) and value.keys() != shape.keys()):
        return ""
    parts = ((f".{key}", value[key], shape[key]) for key in sorted(shape)) if isinstance(shape, dict) else ()
    for name, part, part_shape in parts:
        if (where := misfit(part, part_shape)) is not None:
            return name + where
    for number, part in enumerate(value if isinstance(shape, list) else ()):
        if (where := misfit(part, shape[0])) is not None:
            return f"[{number}]{where}"
    return None


def _are_entries(values: list[Any]) -> bool:
    """Whether all are entries, looked at together: a million one by one would take ten times as long."""
    if set(map(type, values)) != {str} or set(map(len, values)) != {ENTRY_LETTERS}:
        return False
    text = "".join(values)
    colons = b":" * len(values)
    if not text.isascii() or text[CODE_LETTERS::ENTRY_LETTERS].encode() != colons:
        return False
    return text.encode().translate(None, b"0123456789abcdef") == colons


def _fits(value: Any, shape: str) -> bool:
    if shape in NUMBERS:
        least, most = NUMBERS[shape]
        return type(value) is int and least <= value <= most
    return isinstance(value, str) and bool(value if shape == "text" else MATCHES[shape](value))
