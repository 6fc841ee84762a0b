"""What comments know of a person: how far they are trusted, whom they mute, what a nudge did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.comments.models.comments import Comment
from warta.lib.clock import now
from warta.readers.models import User


class Standing(models.Model):
    """Decisions about somebody's comments and about their reports, faded to their moments: see weighing/trust.py."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="standing", primary_key=True)
    approved = models.FloatField(default=0.0)
    rejected = models.FloatField(default=0.0)
    at = models.DateTimeField(default=now)
    reports_right = models.FloatField(default=0.0)
    reports_wrong = models.FloatField(default=0.0)
    reports_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"standing of person {self.person_id}"


class Mute(models.Model):
    """`person` wants to see nothing more of `muted`."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "muted"], name="person_muted_once")
        ]

    def __str__(self) -> str:
        return f"mute by person {self.person_id}"


class Nudge(models.Model):
    """One comment that read as abusive before it was sent, and what its writer made of it. No text is kept.

    `token` joins the attempts of one writing. A writer of the holdout group was not nudged, only counted.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", _("Not answered")
        AS_IS = "as is", _("Sent as it was")
        REVISED = "revised", _("Changed and sent")
        WITHDRAWN = "withdrawn", _("Not sent")

    token = models.CharField(max_length=26, unique=True)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    comment = models.OneToOneField(Comment, on_delete=models.SET_NULL, null=True, related_name="nudge")
    was_shown = models.BooleanField()
    score = models.FloatField()
    score_sent = models.FloatField(null=True)
    version = models.CharField(max_length=40)
    fingerprint = models.BigIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"nudge {self.token}"
