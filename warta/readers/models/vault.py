"""Sealed values and the keys that open them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from warta.readers.models.person import User


class VaultKey(models.Model):
    """A person's own key, wrapped by a master key. Destroyed with the account, and then nothing of the vault opens."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="vault_key")
    master = models.CharField(max_length=40, db_index=True)
    wrapped = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"key under {self.master}"


class VaultValue(models.Model):
    """One sealed value. `index` finds and compares it without opening; it is empty where nobody needs to.

    `indexed_by` names the master key whose index it is. Of a confirmed value there is never a second one.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="vault_values")
    field = models.CharField(max_length=40)
    sealed = models.BinaryField()
    index = models.CharField(max_length=64, blank=True, default="")
    indexed_by = models.CharField(max_length=40, blank=True, default="")
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            # Over all rows: SQLite would not use one under a condition for a search by several indexes at once.
            models.Index(fields=["field", "index"], name="vault_value_found")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "field"], name="vault_value_once_per_person"),
            models.UniqueConstraint(
                fields=["field", "index"], condition=Q(is_confirmed=True), name="vault_value_confirmed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.field
