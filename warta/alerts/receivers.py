"""Wagtail's admin saves channels itself; the invitation on every page must follow."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from warta.alerts.models import Channel
from warta.press.services import site_changed


def connect() -> None:
    """Join the receivers to the signals. Safe to repeat."""
    post_save.connect(_hear_channel, sender=Channel, dispatch_uid="warta.alerts.channel")
    post_delete.connect(_hear_channel, sender=Channel, dispatch_uid="warta.alerts.channel.gone")


def _hear_channel(**_: Any) -> None:
    site_changed()
