"""What waits to be sent, as its reader would get it."""

from __future__ import annotations

from warta.outbox.models import Delivery
from warta.outbox.ports import Message
from warta.readers.mails.sending import address_of, body_of


def mails_to(address: str, channel: str = "email") -> list[Message]:
    """In the order in which they were put in line."""
    found = []
    for delivery in Delivery.objects.filter(channel=channel).order_by("pk"):
        to = address_of(delivery.channel, delivery.destination)
        message = body_of(delivery.destination)
        if to is not None and message is not None and to.value == address:
            found.append(message)
    return found
