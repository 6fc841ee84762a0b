"""A sum of money: whole minor units in the table, major units in a form."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

MINOR = 100


class MajorUnits(forms.DecimalField):
    """What a person types: 100000 rupiah stands as 10000000 sen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal(0), max_digits=15, decimal_places=2, **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return value // MINOR if value % MINOR == 0 else Decimal(value) / MINOR
        return value

    def clean(self, value: Any) -> int | None:
        major: Decimal | None = super().clean(value)
        return None if major is None else int(major * MINOR)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MinorUnits(models.PositiveBigIntegerField):  # type: ignore[type-arg]
    def formfield(self, **options: Any) -> forms.Field:
        kept: dict[str, Any] = {
            name: options[name] for name in ("label", "help_text", "required", "initial") if name in options
        }
        shown: dict[str, Any] = {"label": self.verbose_name, "help_text": self.help_text, "required": not self.blank}
        return MajorUnits(**{**shown, "initial": self.get_default(), **kept})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveBigIntegerField", args, kwargs
