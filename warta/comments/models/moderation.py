"""What people do about comments: rulings, reports, appeals, complaints, suspensions, watch words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warta.comments.models.comments import Comment, State
from warta.lib.clock import now
from warta.lib.ids import opaque_id
from warta.readers.models import User


class Ruling(models.Model):
    """One decision about a comment, by a person or (without one) by the pipeline. Undoing it is another one.

    `reason` is a key of `reasons.py`; `note` is for colleagues, `words` are what the author is told besides.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="rulings")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    before = models.CharField(max_length=9, choices=State.choices, blank=True)
    after = models.CharField(max_length=9, choices=State.choices)
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    note = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    tell_after = models.DateTimeField(null=True)  # then those concerned hear of it, unless it was undone before
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, related_name="undone_by")

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["by", "-id"], name="ruling_by"),
            models.Index(fields=["tell_after"], name="ruling_to_tell", condition=Q(tell_after__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"ruling {self.pk} about comment {self.comment_id}"


class Report(models.Model):
    """A reader finds that a comment breaks the rules. `was_right` is empty until somebody decided."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reported")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.CharField(max_length=400, blank=True)
    weight = models.FloatField()
    was_right = models.BooleanField(null=True)
    ruling = models.ForeignKey(Ruling, on_delete=models.SET_NULL, null=True, related_name="reports")
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["comment", "person"], name="comment_reported_once")
        ]

    def __str__(self) -> str:
        return f"report of comment {self.comment_id}"


class Appeal(models.Model):
    """An author asks a second moderator to look at a ruling. Once for each ruling; not decided by who ruled."""

    ruling = models.OneToOneField(Ruling, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(_("why it should be published"), max_length=1000)
    at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    was_granted = models.BooleanField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="appeal_waiting", condition=Q(decided_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"appeal against ruling {self.ruling_id}"


class Complaint(models.Model):
    """Somebody without an account complains about a comment; it must be answered within 48 hours.

    Their address is sealed with the newsroom's key ring and erased when the answer was sent and its term is over.
    """

    public_id = models.CharField(max_length=26, unique=True, default=opaque_id)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="complaints")
    reason = models.CharField(max_length=40, blank=True)
    words = models.TextField(_("what is wrong with it"), max_length=2000)
    contact = models.BinaryField(null=True)
    wrapped = models.BinaryField(null=True)
    master = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5)
    at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    was_upheld = models.BooleanField(null=True)
    ruling = models.ForeignKey(Ruling, on_delete=models.SET_NULL, null=True, related_name="complaints")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="complaint_waiting", condition=Q(decided_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"complaint {self.public_id}"


class Suspension(models.Model):
    """Somebody may not comment for a time, and is told why. Lifted early by `ended_at`."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="suspensions")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=40)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "until"], name="suspension_of_person")]

    def __str__(self) -> str:
        return f"suspension {self.pk}"


class WatchWord(models.Model):
    """A word or phrase that holds or refuses what contains it, however it is disguised: see reading/watch_words.py."""

    class Effect(models.TextChoices):
        HOLD = "hold", _("Hold for a moderator")
        REFUSE = "refuse", _("Refuse")

    word = models.CharField(_("word or phrase"), max_length=120, unique=True)
    effect = models.CharField(_("effect"), max_length=6, choices=Effect.choices, default=Effect.HOLD)
    note = models.CharField(_("note"), max_length=400, blank=True)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.word
