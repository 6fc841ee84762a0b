"""Ways to reach a person besides the sign-in address: what is being proven, and since when it is."""

from __future__ import annotations

from django.db import models

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models.person import User


class PhoneCheck(models.Model):
    """A number that a person typed and a code was sent for. The number is not theirs before the code came back."""

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="phone_check")
    sealed = models.BinaryField()
    code_hash = models.CharField(max_length=64)
    way = models.CharField(max_length=10)  # phone, telegram or email: where the code went
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.id


class TelegramBinding(models.Model):
    """A link to Telegram in the making: begun here, claimed there, confirmed here. Of its token a hash is kept."""

    id = models.CharField(primary_key=True, max_length=26, default=opaque_id, editable=False)
    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="telegram_binding")
    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)  # the chat and the account's name, once claimed
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.id

    @property
    def is_claimed(self) -> bool:
        return self.sealed is not None


class LinkedTelegram(models.Model):
    """That the chat in the vault was confirmed on both sides, since when, and what it is called (sealed)."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="linked_telegram")
    sealed_name = models.BinaryField()
    linked_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person_id)


class FormerContact(models.Model):
    """Where a person was reached until lately: told of what happens, and brought back when it was not them."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_contacts")
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.kind
