"""Telling and forgetting."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction

from warta.lib.clock import now
from warta.live import doorbell, valkey
from warta.live.channels import is_channel
from warta.live.models import Notice
from warta.live.notices import Payload, Told, check_payload

HELD_SECONDS = 600  # who was away for longer reads the page again


def tell(channel: str, payload: Payload) -> None:
    """Tell everybody who listens to `channel`, such as `article-7`; it takes effect with the caller's commit.

    The payload is public: a few numbers and words for machines, such as `{"comments": 3}`. Each call is one notice;
    repeating it is a second one, which does no harm where the payload says how things are now. Raises ValueError for a
    channel whose kind is not declared, and NotPublic.
    """
    if not is_channel(channel):
        raise ValueError(f"{channel!r} is no channel, or its kind is not declared in wiring.")
    check_payload(payload)
    notice = Notice.objects.create(channel=channel, payload=dict(payload))
    transaction.on_commit(partial(_pass_on, Told(notice.pk, channel, payload)), robust=True)


def forget_old() -> int:
    """Delete what nobody will ask for again. Safe to repeat. Returns how many.

    The newest stays: it tells a process that begins how far the numbers are.
    """
    newest = list(Notice.objects.order_by("-pk").values_list("pk", flat=True)[:1])
    old = Notice.objects.filter(told_at__lt=now() - timedelta(seconds=HELD_SECONDS))
    return old.exclude(pk__in=newest).delete()[0]


def _pass_on(told: Told) -> None:
    """May be lost: each process also looks for rows by itself."""
    doorbell.ring()
    valkey.publish(told)
