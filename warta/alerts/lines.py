"""Deliveries in plain words, for the newsroom."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from warta.alerts.models import Channel
from warta.outbox.models import ChannelPause, Delivery, Operation, State, in_words
from warta.outbox.queries import deliveries_about, is_held

WORDS = {
    (Operation.SEND, State.PENDING): _("Waits to be posted"),
    (Operation.SEND, State.CLAIMED): _("Is being posted"),
    (Operation.SEND, State.SENT): _("Posted"),
    (Operation.SEND, State.RETRY): _("Not posted yet; will be tried again"),
    (Operation.SEND, State.UNKNOWN): _("Nobody knows whether it was posted"),
    (Operation.SEND, State.DEAD): _("Could not be posted"),
    (Operation.SEND, State.CANCELLED): _("Not posted"),
    (Operation.EDIT, State.PENDING): _("Waits to be corrected"),
    (Operation.EDIT, State.CLAIMED): _("Is being corrected"),
    (Operation.EDIT, State.SENT): _("Corrected"),
    (Operation.EDIT, State.RETRY): _("Not corrected yet; will be tried again"),
    (Operation.EDIT, State.DEAD): _("Could not be corrected"),
    (Operation.EDIT, State.CANCELLED): _("Correction not needed"),
    (Operation.REMOVE, State.PENDING): _("Waits to be removed"),
    (Operation.REMOVE, State.CLAIMED): _("Is being removed"),
    (Operation.REMOVE, State.SENT): _("Removed, or edited to say that it was withdrawn"),
    (Operation.REMOVE, State.RETRY): _("Not removed yet; will be tried again"),
    (Operation.REMOVE, State.DEAD): _("Could not be removed"),
    (Operation.REMOVE, State.CANCELLED): _("Removal not needed"),
}


@dataclass(frozen=True)
class Line:
    """One delivery as the newsroom reads it."""

    delivery: Delivery
    destination: str
    words: str
    post_address: str

    @property
    def needs_a_word(self) -> bool:
        return self.delivery.state == State.UNKNOWN

    @property
    def can_be_tried_again(self) -> bool:
        return self.delivery.state == State.DEAD


@dataclass(frozen=True)
class Standing:
    """What stands in the way of all announcements, in sentences. Empty lists and False: nothing does."""

    has_token: bool
    has_channel: bool
    is_held: bool
    pauses: list[str]


def lines_of(subject: str) -> list[Line]:
    """The deliveries about an announcement or a digest, by destination and in order. Three queries."""
    channels = {channel.key: channel for channel in Channel.objects.all()}
    return [_line(delivery, channels.get(delivery.destination)) for delivery in deliveries_about(subject)]


def standing() -> Standing:
    return Standing(
        has_token=bool(settings.TELEGRAM_TOKEN),
        has_channel=Channel.objects.active().exists(),
        is_held=is_held(),
        pauses=[in_words(pause.reason) for pause in ChannelPause.objects.order_by("channel")],
    )


def _line(delivery: Delivery, channel: Channel | None) -> Line:
    kind = (Operation(delivery.operation), State(delivery.state))
    return Line(
        delivery=delivery,
        destination=channel.name if channel else str(_("a channel that was deleted")),
        words=str(WORDS.get(kind, delivery.get_state_display())),
        post_address=_post_address(delivery, channel),
    )


def _post_address(delivery: Delivery, channel: Channel | None) -> str:
    number = delivery.remote.get("message_id")
    if channel is None or not channel.public_name or not number or delivery.state != State.SENT:
        return ""
    return f"https://t.me/{channel.public_name}/{number}"
