"""What happened to accounts, where they are signed in, and the history by which a later sign-in is judged.

Places and devices stand here twice: sealed for their person's own eyes, and as keyed hashes that can be compared and
counted and say nothing. Nothing of it is readable without the key ring.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models.person import User


class SecurityEvent(models.Model):
    """A line of a person's timeline. Without a person: a failed try at an account that there is not."""

    public_id = models.CharField(max_length=26, unique=True, default=opaque_id)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="security_events", null=True)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=now, db_index=True)
    facts = models.JSONField(default=dict)
    origin = models.BinaryField(null=True)
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        # By number, not by time: a clock that was set back must not put what is new behind what is old.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="event_of_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class OpenSession(models.Model):
    """Where a person is signed in: a Django session, with what can be shown of it. Gone when the session is ended."""

    public_id = models.CharField(max_length=26, unique=True, default=opaque_id)
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    origin = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.public_id


class SignIn(models.Model):
    """One sign-in by what can be compared of it. Only what passed is learned, that is, counted in the tables below.

    A feature that is not known is empty and not counted.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        PASSED = "passed"
        FAILED = "failed"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField(default=now, db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    event = models.OneToOneField(SecurityEvent, on_delete=models.SET_NULL, null=True, related_name="sign_in")
    owner = models.CharField(max_length=16)
    address = models.CharField(max_length=16, blank=True)
    network = models.CharField(max_length=16, blank=True)
    country = models.CharField(max_length=16, blank=True)
    agent = models.CharField(max_length=16, blank=True)
    browser = models.CharField(max_length=16, blank=True)
    system = models.CharField(max_length=16, blank=True)
    device = models.CharField(max_length=16, blank=True)
    hour = models.CharField(max_length=16, blank=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="sign_in_of_person")]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class OwnCount(models.Model):
    """How often a person's sign-ins had a value of a feature."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    feature = models.CharField(max_length=10)
    value = models.CharField(max_length=16)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "feature", "value"], name="own_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.feature} {self.count}"


class OverallCount(models.Model):
    """How often everybody's sign-ins had a value of a feature."""

    feature = models.CharField(max_length=10)
    value = models.CharField(max_length=16)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["feature", "value"], name="overall_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.feature} {self.count}"


class FeatureSum(models.Model):
    """Of a feature over all: how many sign-ins had it, how many values there were, and how many of those only once."""

    feature = models.CharField(max_length=10, primary_key=True)
    total = models.PositiveBigIntegerField(default=0)
    distinct = models.PositiveBigIntegerField(default=0)
    once = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.feature} {self.total}"


class FeatureKey(models.Model):
    """The key of the hashes, wrapped by a master key: rotated, it stays the same and the counts comparable."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    master = models.CharField(max_length=40)
    wrapped = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"key under {self.master}"
