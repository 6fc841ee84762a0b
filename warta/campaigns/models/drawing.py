"""The seal and the draw: who approved, what was published, what followed from the beacon."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from warta.campaigns.models.campaign import Campaign
from warta.lib.clock import now


class Step(models.TextChoices):
    SEAL = "seal", _("Seal")
    DRAW = "draw", _("Draw")


class Approval(models.Model):
    """One member's word that a step may be done. Two different people are needed.

    `about` is the fingerprint of what they saw; when that changes, their word counts no more. `by` is a public id.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="approvals")
    step = models.CharField(max_length=8, choices=Step.choices)
    by = models.CharField(max_length=26)
    about = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["campaign", "step", "by", "about"], name="approval_once_by_each"),
        ]

    def __str__(self) -> str:
        return self.step


class Seal(models.Model):
    """The published seal. `document` is the fingerprint of the sealed file's bytes, which stand in the state folder.

    `rules` and `seal` are the objects of docs/draw.md as they were sealed. Never changed but for `posted_at`.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="seal")
    seal_hash = models.CharField(max_length=64, unique=True)
    root = models.CharField(max_length=64)
    rules_hash = models.CharField(max_length=64)
    rules = models.JSONField()
    seal = models.JSONField()
    document = models.CharField(max_length=64)
    file = models.CharField(max_length=200)  # below WARTA_HOME
    entries = models.PositiveIntegerField()
    chain = models.CharField(max_length=64)
    round = models.PositiveBigIntegerField()
    draws_at = models.DateTimeField()
    sealed_at = models.DateTimeField(default=now)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.seal_hash


class DrawResult(models.Model):
    """What followed from the round. `number` counts publications: 1 is the draw, each passing-on is one more.

    `result` is the object of docs/draw.md; the whole proof stands in a file of the state folder.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="draw_result")
    round = models.PositiveBigIntegerField()
    signature = models.CharField(max_length=96)
    randomness = models.CharField(max_length=64)
    result = models.JSONField()
    result_hash = models.CharField(max_length=64)
    document = models.CharField(max_length=64)
    file = models.CharField(max_length=200)  # below WARTA_HOME
    number = models.PositiveIntegerField(default=1)
    drawn_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.result_hash


class SealDraft(models.Model):
    """What is about to be sealed, as it was counted last; two members approve `about`, the fingerprint of all of it.

    `trouble` says why it was not sealed although both did.
    """

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="seal_draft")
    about = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    rules_hash = models.CharField(max_length=64)
    counts = models.JSONField()
    made_at = models.DateTimeField(default=now)
    made_by = models.CharField(max_length=26)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.about


class BeaconWait(models.Model):
    """A draw that waits for its round: why, and the signature that somebody typed where it can't be fetched."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="beacon_wait")
    why = models.CharField(max_length=500, blank=True)
    tried_at = models.DateTimeField(default=now)
    signature = models.CharField(max_length=96, blank=True)
    given_by = models.CharField(max_length=26, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.why


class Comparison(models.Model):
    """What the last look found that differs between the database and what was published, in sentences."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="comparison")
    found = models.JSONField(default=list)
    looked_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.campaign_id} {len(self.found)}"
