"""The published files of a campaign: seals and proofs, under names that say what is in them, never written over.

They stand with the site's media: served as they are, and in every backup.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from warta.campaigns.models import Campaign
from warta.lib.ids import opaque_id

FOLDER = "campaigns"
NAME_DIGITS = 16  # of the file's hash, in its name


@dataclass(frozen=True)
class Kept:
    """A file that is on disk: where below the state folder, and the SHA-256 of its bytes."""

    file: str
    document: str


def keep_file(campaign: Campaign, kind: str, data: bytes) -> Kept:
    """Write it whole or not at all; on disk when this returns. Safe to repeat. Outside transactions."""
    document = hashlib.sha256(data).hexdigest()
    path = Path(settings.MEDIA_ROOT) / FOLDER / campaign.code / f"{kind}-{document[:NAME_DIGITS]}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{opaque_id()}")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    return Kept(str(path.relative_to(settings.HOME)), document)


def read_file(file: str, document: str) -> bytes | None:
    """Its bytes; None when it is gone or holds something else than was published."""
    try:
        data = (Path(settings.HOME) / file).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == document else None


def address_of(file: str) -> str:
    """Where everybody fetches it."""
    return settings.MEDIA_URL + Path(settings.HOME, file).relative_to(settings.MEDIA_ROOT).as_posix()
