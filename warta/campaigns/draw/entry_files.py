"""A list of entries as a file: a line each, `ACCOUNT` or `ACCOUNT CODE OPENING`, in hexadecimal digits."""

from __future__ import annotations

from collections.abc import Iterable

from warta.campaigns.draw.computing import CODE_BYTES
from warta.campaigns.draw.sealing import OPENING_BYTES, Entry, NotSealed, new_entries

ACCOUNT_BYTES = 16
HEXADECIMAL = b"0123456789abcdefABCDEF"
SIZES = (ACCOUNT_BYTES, CODE_BYTES, OPENING_BYTES)


def entries_in(lines: Iterable[str]) -> list[Entry]:
    """The entries, with a fresh code and opening for those who have none yet. Raises NotSealed."""
    lines = list(lines)
    if (accounts := _accounts_alone(lines)) is not None:
        return new_entries(accounts)
    read = [_parts(line, number) for number, line in enumerate(lines, 1) if line.strip()]
    fresh = iter(new_entries([parts[0] for parts in read if len(parts) == 1]))
    return [next(fresh) if len(parts) == 1 else Entry(*parts) for parts in read]


def _accounts_alone(lines: list[str]) -> list[bytes] | None:
    """The accounts of a file that has nothing else, a line each, read at a glance; None when it is not like that."""
    digits = 2 * ACCOUNT_BYTES
    joined = "".join(lines)
    if set(map(len, lines)) != {digits} or not joined.isascii() or joined.encode().translate(None, HEXADECIMAL):
        return None
    joined_bytes = bytes.fromhex(joined)
    return [joined_bytes[at : at + ACCOUNT_BYTES] for at in range(0, len(joined_bytes), ACCOUNT_BYTES)]


def _parts(line: str, number: int) -> list[bytes]:
    try:
        parts = [bytes.fromhex(word) for word in line.split()]
    except ValueError:
        parts = []
    if len(parts) not in (1, 3) or any(len(part) != size for part, size in zip(parts, SIZES, strict=False)):
        raise NotSealed(f"Line {number} is no entry: an account's id (32 digits), or with it its code and opening.")
    return parts
