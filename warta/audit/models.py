"""The log of what people did: rows that are only ever added, each bound to the one before it by a hash.

A person stands here as an opaque id, never by foreign key: the row outlives the account.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

HASH_LENGTH = 64


class NotChangeable(Exception):
    """A row of the audit log was to be changed or deleted."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Refuses by accident what the chain would show on purpose."""

    def update(self, **_values: Any) -> NoReturn:
        raise NotChangeable("The audit log is only added to.")

    def delete(self) -> NoReturn:
        raise NotChangeable("The audit log is only added to.")


class AuditEntry(models.Model):
    """One act. `facts` is canonical JSON, kept as text so that its hash never depends on a database's spelling."""

    number = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"), db_index=True)
    action = models.CharField(_("what"), max_length=60)
    actor = models.CharField(_("who"), max_length=26, blank=True)
    subject = models.CharField(_("on what"), max_length=80, blank=True)
    facts = models.TextField(_("facts"), default="{}")
    previous = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(_("seal"), max_length=HASH_LENGTH)

    objects: ClassVar[Any] = AuditQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        default_permissions = ("view",)
        # With the number behind it, each filter gives the latest entries first without sorting a million.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=[name, "number"], name=f"audit_by_{name}") for name in ("action", "actor", "subject")
        ]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NotChangeable("The audit log is only added to.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise NotChangeable("The audit log is only added to.")


class AuditHead(models.Model):
    """The end of the chain, in one row: who adds holds its lock, so that two never follow the same entry."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=HASH_LENGTH)
    told = models.BigIntegerField(default=0)  # the last entry that was told to witnesses on other machines

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
