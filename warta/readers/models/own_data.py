"""Downloads of what is kept about a person, deletions that were asked for, and the list of those erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.lib.clock import now
from warta.lib.ids import OPAQUE_LENGTH, opaque_id
from warta.readers.models.person import User


class DownloadState(models.TextChoices):
    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be made")
    ERASED = "erased", _("erased")


MOST_FETCHES = 3  # one that was broken off, one on another device


class Download(models.Model):
    """One request for everything that is kept about a person. `key` opens its pieces, sealed under the person's own."""

    public_id = models.CharField(max_length=OPAQUE_LENGTH, unique=True, default=opaque_id, editable=False)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="downloads")
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=DownloadState.choices, default=DownloadState.WAITING)
    asked_at = models.DateTimeField(default=now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)
    bytes = models.PositiveBigIntegerField(default=0)
    fetches = models.PositiveSmallIntegerField(default=0)
    key = models.BinaryField(default=b"")

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="waiting"), name="download_one_waiting_per_person"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def fetches_left(self) -> int:
        """How often it can still be fetched."""
        is_there = self.state == DownloadState.READY and self.expires_at is not None and self.expires_at > now()
        return max(MOST_FETCHES - self.fetches, 0) if is_there else 0


class DownloadPiece(models.Model):
    """A part of a download's ZIP, sealed. Nothing of it stands anywhere in clear."""

    download = models.ForeignKey(Download, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["download", "number"], name="download_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.download_id}.{self.number}"


class Deletion(models.Model):
    """A person asked to be erased. Until `due_at` signing in takes it back; after it nothing does."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="deletion")
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(db_index=True)
    language = models.CharField(max_length=5)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"due {self.due_at:%Y-%m-%d %H:%M}"


class Erasure(models.Model):
    """A person who is no more: an opaque id and when. The same list stands outside the database."""

    public_id = models.CharField(max_length=OPAQUE_LENGTH, primary_key=True)
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.public_id
