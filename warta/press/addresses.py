"""Which addresses may be pressed, and where in the store they lie. Values in, values out."""

from __future__ import annotations

import re

SEGMENT_MAX_CHARS = 200  # a file name may have 255 bytes; "@", a version and a suffix must fit behind it
PATH_MAX_CHARS = 1000

# The same expression stands in deploy/nginx.conf. What it lets through has no percent sign, no "@", no empty or hidden
# segment and no way up, so that neither program has anything to decode, merge or resolve before it opens a file.
PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199})*/?")
_HOST = re.compile(r"[a-z0-9\[\]][a-z0-9.:\[\]-]{0,253}")


def is_plain(path: str) -> bool:
    """Whether `path` is an address that may be pressed."""
    return 0 < len(path) <= PATH_MAX_CHARS and PLAIN_PATH.fullmatch(path) is not None


def is_host(host: str) -> bool:
    """Whether `host` (with its port, if any) can name a folder of the store."""
    return _HOST.fullmatch(host) is not None


def depth_of(path: str) -> int:
    """How many segments `path` has: 0 for the home page, 1 for a section front."""
    return len([segment for segment in path.split("/") if segment])
