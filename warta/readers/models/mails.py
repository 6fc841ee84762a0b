"""Mails that wait to be sent, sealed; erased as soon as they are settled."""

from __future__ import annotations

from django.db import models

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models.person import User


class WaitingMail(models.Model):
    """Whom to write to and what, under a key of its own which a master key wraps.

    Not under the person's key: it may go to an address without an account, or be the last one after its end.
    """

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    person = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    master = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.id

    @property
    def subject(self) -> str:
        """How the outbox names it."""
        return f"mail:{self.id}"

    @property
    def place(self) -> str:
        """What the seal is bound to."""
        return f"readers.waitingmail|{self.id}|{self.kind}"
