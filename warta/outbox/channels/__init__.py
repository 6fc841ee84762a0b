"""The channels the outbox can use, by name, made from the settings of this process."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from warta.outbox.channels.email import Email
from warta.outbox.channels.outcomes import Outcome
from warta.outbox.channels.telegram import Telegram
from warta.outbox.channels.telegram_answers import remote_of_link
from warta.outbox.models import EMAIL, TELEGRAM
from warta.outbox.ports import Address, Message


class Channel(Protocol):
    """What every channel can do. Each call is one attempt and says how it ended; none of them raises."""

    def probe(self) -> Outcome: ...

    def send(self, address: Address, message: Message) -> Outcome: ...

    def edit(self, remote: Mapping[str, Any], message: Message) -> Outcome: ...

    def remove(self, remote: Mapping[str, Any], farewell: Message | None) -> Outcome: ...


def remote_named_by(channel: str, link: str) -> dict[str, Any]:
    """What a link to a post, as people copy it, says of where it is. Raises ValueError when it names no post."""
    if channel != TELEGRAM:
        raise ValueError(link)
    return remote_of_link(link)


def configured_channels() -> dict[str, Channel]:
    """The channels that have what they need; the deliveries of any other wait."""
    own_name = urlsplit(settings.SITE_URL).hostname or "localhost"
    channels: dict[str, Channel] = {EMAIL: Email(settings.MAIL_PLACE, own_name, settings.SITE_NAME)}
    if settings.TELEGRAM_TOKEN:
        channels[TELEGRAM] = Telegram(token=settings.TELEGRAM_TOKEN, base=settings.TELEGRAM_API)
    return channels
