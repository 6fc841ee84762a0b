"""All static files of this installation, and one fingerprint of them all.

The fingerprint stands in every static address as a folder. Addresses that a style sheet or a module writes relative to
its own inherit it, so nothing has to be rewritten, and no neighbour is fetched twice or kept too long.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

FINGERPRINT_CHARS = 12
IGNORED = ["CVS", ".*", "*~", "*.gz", "*.br"]


@cache
def static_files() -> dict[str, Path]:
    """Where each static file lies, by its name. Looked up once: a process keeps the files it began with."""
    found: dict[str, Path] = {}
    for finder in get_finders():
        for name, storage in finder.list(IGNORED):
            found.setdefault(name, Path(storage.path(name)))
    return found


@cache
def fingerprint() -> str:
    """Changes when a static file is added, removed, renamed or rewritten, and is the same on every machine."""
    digest = hashlib.sha256()
    for name, path in sorted(static_files().items()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:FINGERPRINT_CHARS]
