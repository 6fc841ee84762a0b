"""What is to be sent and what became of it. A person is an opaque id here, and no address is ever stored."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from warta.lib.clock import now

KEY_LENGTH = 200
TELEGRAM = "telegram"
EMAIL = "email"


class Operation(models.TextChoices):
    SEND = "send", _("Send")
    EDIT = "edit", _("Edit")
    REMOVE = "remove", _("Remove")


class State(models.TextChoices):
    PENDING = "pending", pgettext_lazy("delivery", "waiting")
    CLAIMED = "claimed", pgettext_lazy("delivery", "being sent")
    SENT = "sent", pgettext_lazy("delivery", "done")
    RETRY = "retry", pgettext_lazy("delivery", "will be tried again")
    UNKNOWN = "unknown", pgettext_lazy("delivery", "unknown")
    DEAD = "dead", pgettext_lazy("delivery", "failed")
    CANCELLED = "cancelled", pgettext_lazy("delivery", "called off")


WAITING = (State.PENDING, State.RETRY)
# While one of these stands, nothing later about the same message may leave.
UNSETTLED = (*WAITING, State.CLAIMED, State.UNKNOWN)


class Lane(models.IntegerChoices):
    """Smaller leaves first."""

    CODES = 0, _("Codes")
    BREAKING = 10, _("Breaking")
    SELECTED = 20, _("Selected")


class Policy(models.TextChoices):
    """What a lost answer means. News is better missing than doubled; a sign-in code the other way round."""

    AT_MOST_ONCE = "at_most_once", _("At most once")
    AT_LEAST_ONCE = "at_least_once", _("At least once")


def in_words(sentence: str, detail: str = "") -> str:
    """A stored sentence in the reader's language, with the other side's own words behind it."""
    if not sentence:
        return ""
    return f"{gettext(sentence)} ({detail})" if detail else gettext(sentence)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def about(self, subject: str) -> DeliveryQuerySet:
        return self.filter(subject=subject)

    def waiting(self) -> DeliveryQuerySet:
        return self.filter(state__in=WAITING)

    def unsettled(self) -> DeliveryQuerySet:
        return self.filter(state__in=UNSETTLED)

    def due(self) -> DeliveryQuerySet:
        return self.waiting().filter(not_before__lte=now())

    def next_of_their_message(self) -> DeliveryQuerySet:
        """Those with no earlier unsettled operation on the same message: a message's operations keep their order."""
        earlier = Delivery.objects.unsettled().filter(
            channel=OuterRef("channel"),
            destination=OuterRef("destination"),
            subject=OuterRef("subject"),
            pk__lt=OuterRef("pk"),
        )
        return self.exclude(Exists(earlier))

    def of_message(self, delivery: Delivery) -> DeliveryQuerySet:
        """Every operation on the message that `delivery` is one of."""
        return self.filter(channel=delivery.channel, destination=delivery.destination, subject=delivery.subject)


class Delivery(models.Model):
    """One operation on one message at one destination."""

    channel = models.CharField(max_length=20)
    destination = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    operation = models.CharField(max_length=6, choices=Operation.choices)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices)
    policy = models.CharField(max_length=16, choices=Policy.choices, default=Policy.AT_MOST_ONCE)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PENDING)
    dedupe_key = models.CharField(max_length=KEY_LENGTH, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()  # a sending that waited until then is no news any more
    claim = models.CharField(max_length=26, default="", blank=True)
    leased_until = models.DateTimeField(null=True)
    remote = models.JSONField(default=dict)
    last_failure = models.TextField(default="", blank=True)  # a sentence to translate
    failure_detail = models.CharField(max_length=400, default="", blank=True)
    created_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes: ClassVar[list[models.Index]] = [
            # What the worker asks ten times a second; it holds the few open rows alone.
            models.Index(
                fields=["lane", "not_before", "id"],
                condition=Q(state__in=("pending", "retry")),
                name="delivery_waiting",
            ),
            models.Index(fields=["leased_until"], condition=Q(state="claimed"), name="delivery_claimed"),
            models.Index(fields=["subject", "channel", "destination"], name="delivery_message"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(state="claimed") | (Q(leased_until__isnull=False) & ~Q(claim="")),
                name="delivery_claimed_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.subject} {self.channel}"

    @property
    def failure_in_words(self) -> str:
        """What went wrong last, in the language of whoever asks."""
        return in_words(self.last_failure, self.failure_detail)

    @property
    def is_repeatable(self) -> bool:
        """Whether doing it twice does no harm: edits and removals always, sending by its policy."""
        return self.operation != Operation.SEND or self.policy == Policy.AT_LEAST_ONCE


class ChannelPause(models.Model):
    """Why a channel sends nothing for now. A refused token pauses; a probe that succeeds takes the pause away."""

    channel = models.CharField(max_length=20, unique=True)
    reason = models.TextField()  # a sentence to translate
    since = models.DateTimeField(default=now)
    next_probe_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.channel


class Listening(models.Model):
    """How far what people write to the bot was read, who reads it now, and what the bot is called."""

    channel = models.CharField(max_length=20, unique=True)
    bot_name = models.CharField(max_length=64, default="", blank=True)
    next_update = models.BigIntegerField(default=0)
    holder = models.CharField(max_length=26, default="", blank=True)
    leased_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.channel


class Hold(models.Model):
    """Sending stopped as a whole, after a restore, until an operator releases it.

    The row stays: what was due before `held_at` may have been sent in a time that the backup knows nothing of.
    """

    held_at = models.DateTimeField(default=now)
    released_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"held at {self.held_at.isoformat()}"
