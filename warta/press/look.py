"""A fingerprint of the look of everything: code, templates, styles and the settings that pages show."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

import warta

_ENDINGS = {".py", ".html", ".txt", ".xml", ".mo", ".json"}
_SETTINGS = (
    "SITE_NAME", "SITE_URL", "LANGUAGE_CODE", "TIME_ZONE", "TELEGRAM_CHANNEL", "STATIC_URL", "MEDIA_URL",
)  # fmt: skip


@cache
def look_of_this_process() -> str:
    """What the pages look like that this process would press. Taken once: a process keeps the code it began with."""
    digest = hashlib.sha256()
    for name in _SETTINGS:
        digest.update(f"{name}={getattr(settings, name, '')}\n".encode())
    digest.update(staticfiles_storage.url("").encode())
    root = Path(warta.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.suffix in _ENDINGS and "tests" not in path.parts:
            about = path.stat()
            digest.update(f"{path.relative_to(root)} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
