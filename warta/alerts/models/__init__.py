"""What is announced, the channels it is announced on, and the digests that gather it."""

from __future__ import annotations

from warta.alerts.models.announcements import TALKING, Announcement, State, announcement_id
from warta.alerts.models.channels import Channel, Kind, Writing, chat_named_by
from warta.alerts.models.digests import Digest, DigestItem, Edition, digest_id

__all__ = [
    "TALKING",
    "Announcement",
    "Channel",
    "Digest",
    "DigestItem",
    "Edition",
    "Kind",
    "State",
    "Writing",
    "announcement_id",
    "chat_named_by",
    "digest_id",
]
