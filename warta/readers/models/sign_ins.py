"""What happened to accounts, where they are signed in, and the history by which a later sign-in is judged.

Places and devices stand here twice: sealed for their person's own eyes, and as keyed hashes that can be compared and
counted and say nothing. Nothing of it is readable without the key ring.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models.person import User


class SecurityEvent(models.Model):
    """A line of a person's timeline. Without a person: a failed try at an account that there is not."""

    public_id = models.CharField(max_length=26, unique=True, default=opaque_id)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="security_events", null=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=now, db_index=True)
    facts = models.JSONField(default=dict)
    origin = models.BinaryField(null=True)
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        # By number, not by time: a clock that was set back must not put what is new behind what is old.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="event_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
