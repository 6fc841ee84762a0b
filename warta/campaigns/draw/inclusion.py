"""Show that an entry is in a sealed list to somebody who has only the seal: the hashes beside its way to the root."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from warta.campaigns.draw.computing import root_of


def path_to_root(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The neighbours on the way up, from the leaf; at most 20 for a million leaves."""
    path, level, at = [], list(leaves), index
    while len(level) > 1:
        if at ^ 1 < len(level):
            path.append(level[at ^ 1])
        pairs = [level[first : first + 2] for first in range(0, len(level), 2)]
        level, at = [root_of(pair) for pair in pairs], at // 2
    return path


def root_by_path(leaf: bytes, path: Sequence[bytes], *, index: int, size: int) -> bytes:
    """The root that a leaf, its place among `size` leaves and its path lead to. Raises ValueError."""
    node, rest, at, width = leaf, list(path), index, size
    if not 0 <= index < size:
        raise ValueError("There is no such place in the list.")
    while width > 1:
        if at ^ 1 < width:
            if not rest:
                raise ValueError("The path is too short.")
            pair = (rest.pop(0), node) if at % 2 else (node, rest.pop(0))
            node = hashlib.sha256(b"\1" + pair[0] + pair[1]).digest()
        at, width = at // 2, (width + 1) // 2
    if rest:
        raise ValueError("The path is too long.")
    return node
