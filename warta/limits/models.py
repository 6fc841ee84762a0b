"""How far each key is used up. Keys are keyed hashes: no address, chat or person can be read from them."""

from __future__ import annotations

from django.db import models


class Allowance(models.Model):
    """One key's state, in microseconds since 1970: used up until then, and closed altogether until then."""

    key = models.CharField(max_length=32, primary_key=True)
    used_until = models.BigIntegerField(default=0, db_index=True)
    closed_until = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.key
