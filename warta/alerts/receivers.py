"""What must follow when the newsroom's admin saves something itself."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from warta.alerts.messages import make_picture
from warta.alerts.models import Channel
from warta.articles.models import Alert, ArticlePage, Origin
from warta.press.services import site_changed


def connect() -> None:
    """Join the receivers to the signals. Safe to repeat."""
    post_save.connect(_hear_channel, sender=Channel, dispatch_uid="warta.alerts.channel")
    post_delete.connect(_hear_channel, sender=Channel, dispatch_uid="warta.alerts.channel.gone")
    post_save.connect(_hear_article, sender=ArticlePage, dispatch_uid="warta.alerts.article")


def _hear_channel(**_: Any) -> None:
    """The invitation on every page names it."""
    site_changed()


def _hear_article(instance: ArticlePage, **_: Any) -> None:
    """A draft that will be announced: once it is published, its post shall not wait for its picture."""
    if instance.alert != Alert.NONE and instance.origin == Origin.NEWSROOM and instance.lead_image_id:
        transaction.on_commit(partial(make_picture, instance), robust=True)
