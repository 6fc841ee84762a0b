"""Publicly verifiable selection as RFC 3797 has it, for organisers bound to it. Warta's own draws don't use it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

MOST = 65_535  # the index in a hash has two bytes


def rfc3797(key: str, pool: int, count: int) -> list[int]:
    """Numbers (from 1) chosen out of a pool of that size, in the order chosen. Raises ValueError.

    `key` is what `key_of` makes of the announced sources. The hash is MD5, as the RFC demands.
    """
    if not 0 <= count <= pool <= MOST:
        raise ValueError(f"RFC 3797 chooses at most as many as there are, from at most {MOST}.")
    remaining = list(range(1, pool + 1))
    return [remaining.pop(_number(key, at) % len(remaining)) for at in range(count)]


def key_of(sources: Iterable[Iterable[int]]) -> str:
    """The key string: each source's numbers ascending, each followed by a point, the source by a slash."""
    return "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)


def _number(key: str, at: int) -> int:
    index = at.to_bytes(2, "big")
    digest = hashlib.md5(index + key.encode("ascii") + index, usedforsecurity=False).digest()
    return int.from_bytes(digest, "big")
